package io.os199.cs.communication.event;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Something that happened to a mail.
 *
 * @param providerEventId the same each time the provider reports the event
 * @param url the link that was clicked
 * @param isMachine whether a program opened it rather than a reader
 * @param suppression the mail that the address no longer gets
 * @param address the address to which the provider says it sent the mail; not stored, unless the message no longer
 *     has it because the person was erased
 */
public record MailEvent(
        String providerEventId,
        String messageId,
        MailEventType type,
        Instant at,
        @Nullable String url,
        boolean isMachine,
        @Nullable Suppression suppression,
        @Nullable String address) {}
