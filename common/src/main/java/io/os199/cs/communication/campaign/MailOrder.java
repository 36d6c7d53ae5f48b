package io.os199.cs.communication.campaign;

import io.os199.cs.communication.mail.MailSettings.Sender;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.TemplateType;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A mail that somebody wants to send.
 *
 * @param name for the team, not for customers
 * @param texts with valid tokens
 * @param target absent for a draft of another tool, whose messages are already written
 * @param scheduledAt absent for now
 */
public record MailOrder(
        String name,
        TemplateType templateType,
        MailTexts texts,
        Sender sender,
        @Nullable MailTarget target,
        @Nullable Instant scheduledAt) {

    Instant at(Instant now) {
        return scheduledAt == null ? now : scheduledAt;
    }

    /** Returns the UTC day on which the mail is sent, from which days are counted. */
    LocalDate sendOn(Instant now) {
        return LocalDate.ofInstant(at(now), ZoneOffset.UTC);
    }
}
