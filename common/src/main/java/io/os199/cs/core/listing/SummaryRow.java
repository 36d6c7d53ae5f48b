package io.os199.cs.core.listing;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** One group of a summary; {@code key} is absent in the row for all. */
public record SummaryRow(
        String dimension,
        @Nullable String key,
        long clientCount,
        BigDecimal arrAmount,
        @Nullable BigDecimal meanHealthScore,
        long scoredCount,
        BigDecimal arrAtRiskAmount) {}
