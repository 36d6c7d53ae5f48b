package io.os199.cs.health.model;

import io.os199.cs.core.model.HealthTrend;

import java.math.BigDecimal;
import java.util.List;

/** How a score moved since one lookback earlier, over the components that have data on both days. */
public record HealthChange(
        HealthTrend direction,
        BigDecimal changePoints,
        BigDecimal referenceScore,
        BigDecimal comparableScore,
        List<HealthComponent> comparedComponents) {

    public HealthChange {
        comparedComponents = List.copyOf(comparedComponents);
    }
}
