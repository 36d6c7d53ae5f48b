package io.os199.cs.health.model;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthTrend;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/**
 * The score of one client as the statement computed it; the {@code previous…} components are those of one lookback
 * earlier.
 *
 * @param changePoints comparable minus reference; absent, as is the trend, when too little has data on both days
 */
public record HealthScore(
        String clientId,
        @Nullable BigDecimal overall,
        @Nullable BigDecimal usage,
        @Nullable BigDecimal engagement,
        @Nullable BigDecimal support,
        @Nullable BigDecimal satisfaction,
        @Nullable BigDecimal payment,
        BigDecimal coverage,
        @Nullable HealthBand band,
        boolean isBandCapped,
        @Nullable HealthTrend trend,
        @Nullable BigDecimal changePoints,
        @Nullable BigDecimal referenceScore,
        @Nullable BigDecimal comparableScore,
        @Nullable BigDecimal previousUsage,
        @Nullable BigDecimal previousEngagement,
        @Nullable BigDecimal previousSupport,
        @Nullable BigDecimal previousSatisfaction,
        @Nullable BigDecimal previousPayment,
        @Nullable BigDecimal previousOverall,
        BigDecimal previousCoverage,
        HealthInputs inputs,
        HealthInputs previousInputs) {

    public @Nullable BigDecimal component(HealthComponent component) {
        return switch (component) {
            case USAGE -> usage;
            case ENGAGEMENT -> engagement;
            case SUPPORT -> support;
            case SATISFACTION -> satisfaction;
            case PAYMENT -> payment;
        };
    }

    public @Nullable BigDecimal previousComponent(HealthComponent component) {
        return switch (component) {
            case USAGE -> previousUsage;
            case ENGAGEMENT -> previousEngagement;
            case SUPPORT -> previousSupport;
            case SATISFACTION -> previousSatisfaction;
            case PAYMENT -> previousPayment;
        };
    }

    /** Returns the scores of the components that have data. */
    public Map<HealthComponent, BigDecimal> components() {
        Map<HealthComponent, BigDecimal> scores = new EnumMap<>(HealthComponent.class);
        for (HealthComponent component : HealthComponent.values()) {
            BigDecimal score = component(component);
            if (score != null) {
                scores.put(component, score);
            }
        }
        return scores;
    }
}
