package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A contact with people at a client.
 *
 * @param noteText typed by our people, perhaps from a customer's words
 * @param actor one of our people, where known
 * @param answered whether an outbound one was answered
 * @param sourceRef its source, unique within the client; absent when a person reported it
 */
public record Touchpoint(
        String clientId,
        TouchpointKind kind,
        Direction direction,
        Instant occurredAt,
        @Nullable String contactId,
        @Nullable String subject,
        @Nullable String noteText,
        @Nullable String actor,
        boolean answered,
        @Nullable String sourceRef) {

    public Touchpoint {
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
    }
}
