package io.os199.cs.communication.event;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Something that happened to a mail.
 *
 * @param providerEventId the same whenever the provider tells of it
 * @param url that was clicked
 * @param isMachine whether a program opened it, and nobody read it
 * @param suppression what mail the address gets no more
 * @param address to which the provider says that it sent it; nothing is kept of it, unless the message does not tell any more, since
 *     the person was erased
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
