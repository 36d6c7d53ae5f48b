package io.os199.cs.health.model;

import io.os199.cs.core.model.HealthBand;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The result of applying a model to the facts of one client on one day.
 *
 * @param components the scores of the components that have data, two decimals
 * @param overall absent below the model's minimum coverage, and so is the band
 */
public record HealthAssessment(
        List<ComponentPart> parts,
        Map<HealthComponent, BigDecimal> components,
        BigDecimal coverage,
        @Nullable BigDecimal overall,
        @Nullable HealthBand band,
        boolean isBandCapped) {

    public HealthAssessment {
        parts = List.copyOf(parts);
    }
}
