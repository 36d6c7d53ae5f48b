package io.os199.cs.api.tools.health;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthDriver;
import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.health.HealthBeside.ChurnPrediction;
import io.os199.cs.health.HealthBeside.OpenIndicator;
import io.os199.cs.health.HealthBeside.StoredScore;
import io.os199.cs.health.PortfolioHealth.ModelVersion;
import io.os199.cs.health.model.Counterfactuals;
import io.os199.cs.health.model.HealthAdvice;
import io.os199.cs.health.model.HealthComponent;
import io.os199.cs.health.model.HealthForecast;
import io.os199.cs.health.model.HealthInputs;
import io.os199.cs.platform.answer.DataGap;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The answer about one client. */
public record ClientHealth(
        String clientId,
        String clientName,
        LocalDate asOf,
        int lookbackDays,
        ModelVersion model,
        boolean saved,
        @Nullable NotSaved notSavedBecause,
        @Nullable BigDecimal overallScore,
        @Nullable HealthBand band,
        @Nullable String bandCappedBy,
        BigDecimal coverageRate,
        @Nullable Trend trend,
        List<Component> components,
        @Nullable Counterfactuals counterfactuals,
        List<StoredScore> history,
        @Nullable HealthForecast forecast,
        @Nullable WhatIf whatIf,
        @Nullable Benchmark benchmark,
        List<OpenIndicator> riskIndicators,
        @Nullable ChurnPrediction churnPrediction,
        List<Alert> alerts,
        List<HealthAdvice> recommendations,
        Evidence evidence,
        List<DataGap> dataGaps) {

    /** The reason why a score was not stored. */
    public enum NotSaved {
        SCOPE,
        WHAT_IF,
        LOOKBACK,
        SAVE_FALSE,
        ROW_EXISTS
    }

    public record Trend(
            HealthTrend direction,
            BigDecimal changePoints,
            LocalDate referenceAsOf,
            BigDecimal referenceScore,
            BigDecimal comparableScore,
            List<HealthComponent> comparedComponents,
            List<HealthDriver> drivers) {}

    public record Component(
            HealthComponent component,
            BigDecimal weight,
            @Nullable BigDecimal score,
            @Nullable BigDecimal previousScore,
            @Nullable String nullReason,
            @Nullable BigDecimal effectiveWeightRate,
            @Nullable BigDecimal contributionPoints,
            @Nullable BigDecimal lostPoints,
            List<Part> parts) {}

    public record Part(
            String part,
            @Nullable BigDecimal weight,
            @Nullable BigDecimal valueRate,
            Map<String, BigDecimal> inputs,
            @Nullable String nullReason) {}

    public record WhatIf(
            Map<String, BigDecimal> weights,
            @Nullable BigDecimal overallScore,
            @Nullable HealthBand band,
            BigDecimal coverageRate) {}

    public record Benchmark(
            BigDecimal percentile, BigDecimal peerMedianScore, String peerGroup, int peerCount) {}

    public record Alert(String ruleId, String because) {}

    public record Evidence(Instant cutAt, HealthInputs inputs, List<Window> windows) {}

    public record Window(String window, LocalDate startOn, LocalDate endOn) {}
}
