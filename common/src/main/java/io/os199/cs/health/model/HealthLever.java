package io.os199.cs.health.model;

import io.os199.cs.core.model.HealthBand;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * What one input alone would have to become for the client to reach the next band.
 *
 * @param currentValue absent when there is no number yet
 * @param neededValue the nearest value that reaches the target; absent when none does
 * @param overallScore the overall score with the needed value, or at the input's bound
 */
public record HealthLever(
        String input,
        HealthComponent component,
        @Nullable BigDecimal currentValue,
        boolean isReachable,
        @Nullable BigDecimal neededValue,
        @Nullable BigDecimal change,
        BigDecimal overallScore,
        HealthBand band) {}
