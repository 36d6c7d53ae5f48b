package io.os199.cs.core.overview;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthTrend;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The newest stored score of a client.
 *
 * @param responseCount survey answers and ratings behind its satisfaction
 */
public record HealthRow(
        @Nullable BigDecimal overall,
        @Nullable BigDecimal usage,
        @Nullable BigDecimal engagement,
        @Nullable BigDecimal support,
        @Nullable BigDecimal satisfaction,
        @Nullable BigDecimal payment,
        BigDecimal coverage,
        @Nullable HealthBand band,
        @Nullable HealthTrend trend,
        @Nullable BigDecimal changePoints,
        Instant computedAt,
        int responseCount) {}
