package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * One event in the history of a client.
 *
 * @param eventId new for each event; an event that must be written once has an id derived from what it describes, and
 *     is left as it is when it is already stored
 * @param title ours, never a customer's words
 * @param detail the writer's typed facts under their wire names, at most 1 kB; a customer's words only under a name
 *     that ends in {@code _text}
 * @param source the tool, job or integration that wrote it
 * @param refId the row that it is about
 */
public record TimelineEvent(
        String clientId,
        Instant occurredAt,
        String eventId,
        EventType type,
        String title,
        Map<String, Object> detail,
        Impact impact,
        boolean isMilestone,
        @Nullable String actor,
        String source,
        @Nullable String refId) {

    public TimelineEvent {
        // The precision of PostgreSQL: an event reads back as it was written.
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
        detail = Map.copyOf(detail);
    }
}
