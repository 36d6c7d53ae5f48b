package io.os199.cs.communication.mail;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * The milestone of an onboarding plan that a mail is about.
 *
 * @param name on one line
 * @param nextName the name of the milestone that comes after it
 */
public record MailMilestone(
        @Nullable String name, @Nullable LocalDate dueDate, @Nullable String nextName) {
    /** The value for a mail that is not about a milestone. */
    public static final MailMilestone NONE = new MailMilestone(null, null, null);
}
