package io.os199.cs.communication.mail;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * The milestone of an onboarding plan that a mail is about.
 *
 * @param name of one line
 * @param nextName of the milestone that comes after it
 */
public record MailMilestone(
        @Nullable String name, @Nullable LocalDate dueDate, @Nullable String nextName) {
    /** Of a mail that is about none. */
    public static final MailMilestone NONE = new MailMilestone(null, null, null);
}
