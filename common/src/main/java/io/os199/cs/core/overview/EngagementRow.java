package io.os199.cs.core.overview;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The contacts with a client.
 *
 * @param awaitedCount the outbound contacts over which the rate is computed
 */
public record EngagementRow(
        @Nullable Instant lastTouchpointAt,
        @Nullable Integer lastTouchpointAgeDays,
        int inboundCount,
        int outboundCount,
        int awaitedCount,
        @Nullable BigDecimal answeredRate,
        @Nullable LocalDate lastActiveOn) {
    public EngagementSection section() {
        return new EngagementSection(
                lastTouchpointAt,
                lastTouchpointAgeDays,
                inboundCount,
                outboundCount,
                answeredRate,
                lastActiveOn);
    }
}
