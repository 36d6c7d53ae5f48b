package io.os199.cs.core.history;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One event of a client's timeline as an answer shows it.
 *
 * @param actor masked where it is a person of the customer and the caller may not see such data
 * @param detail the writer's typed facts; anything a customer wrote appears in objects marked untrusted
 */
public record TimelineItem(
        String eventId,
        Instant occurredAt,
        EventType type,
        String title,
        Impact impact,
        boolean isMilestone,
        @Nullable String actor,
        String source,
        @Nullable String refId,
        JsonNode detail) {}
