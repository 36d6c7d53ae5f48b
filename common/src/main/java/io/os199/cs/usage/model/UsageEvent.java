package io.os199.cs.usage.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Something that somebody did in the product.
 *
 * @param client whose user it was: as its sender names it, or its id once that was looked up
 * @param eventId the sender's own; the same id of a client in the same month is the same event
 * @param userKey the sender's name of the user
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

    /** Which partition it belongs in. */
    public YearMonth month() {
        return YearMonth.from(occurredAt.atOffset(ZoneOffset.UTC));
    }

    /** The same event of the client that was found. */
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
