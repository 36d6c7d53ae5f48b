package io.os199.cs.core.overview;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Executive reviews and email in the 90 days that end today.
 *
 * @param emailOpenRate90d share of delivered emails that were opened or clicked; absent below five
 */
public record CommunicationSection(
        @Nullable LocalDate lastReviewOn,
        @Nullable LocalDate nextReviewOn,
        int emailsSentCount90d,
        @Nullable BigDecimal emailOpenRate90d) {}
