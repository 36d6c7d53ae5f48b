package io.os199.cs.core.overview;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Contacts with people at the client in the 30 days that end today.
 *
 * @param answeredRate30d share of outbound emails, calls and chats that were answered; those of the last three days
 *     count only once they are answered
 */
public record EngagementSection(
        @Nullable Instant lastTouchpointAt,
        @Nullable Integer lastTouchpointAgeDays,
        int inboundCount30d,
        int outboundCount30d,
        @Nullable BigDecimal answeredRate30d,
        @Nullable LocalDate lastActiveOn) {}
