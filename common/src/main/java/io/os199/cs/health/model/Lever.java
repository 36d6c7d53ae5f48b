package io.os199.cs.health.model;

import io.os199.cs.core.model.HealthBand;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * What one input alone would have to become for the next band.
 *
 * @param currentValue absent for what has no number yet
 * @param neededValue the nearest that reaches the target; absent when none does
 * @param overallScore with the needed value, or at the input's bound
 */
public record Lever(
        String input,
        HealthComponent component,
        @Nullable BigDecimal currentValue,
        boolean isReachable,
        @Nullable BigDecimal neededValue,
        @Nullable BigDecimal change,
        BigDecimal overallScore,
        HealthBand band) {}
