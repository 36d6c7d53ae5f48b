package io.os199.cs.usage.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Something that a user did in the product.
 *
 * @param client the client that the user belongs to: as the sender names it, or its id once that was looked up
 * @param eventId the sender's own id; the same id for a client in the same month means the same event
 * @param userKey the sender's name for the user
 */
public record UsageEvent(
        String client,
        String eventId,
        String userKey,
        String eventType,
        Instant occurredAt,
        @Nullable String featureKey,
        @Nullable String sessionId,
        @Nullable Integer durationSeconds,
        @Nullable BigDecimal quantity) {

    /** Returns the month whose partition the event belongs in. */
    public YearMonth month() {
        return YearMonth.from(occurredAt.atOffset(ZoneOffset.UTC));
    }

    /** Returns the same event with the id of the client that was found. */
    public UsageEvent of(String clientId) {
        return new UsageEvent(
                clientId,
                eventId,
                userKey,
                eventType,
                occurredAt,
                featureKey,
                sessionId,
                durationSeconds,
                quantity);
    }
}
