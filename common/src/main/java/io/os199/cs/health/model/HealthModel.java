package io.os199.cs.health.model;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** One version of a health model: every weight, constant and threshold that goes into the score. */
public record HealthModel(
        String modelId, int modelVersion, String name, Weights weights, Thresholds thresholds) {

    /** The column {@code weights} of the model's row. */
    public record Weights(
            Map<String, BigDecimal> components,
            Map<String, Map<String, BigDecimal>> parts,
            Constants constants) {}

    public record Constants(
            int defaultLookbackDays,
            SeenUsers seenUsers,
            Stickiness stickiness,
            Recency recency,
            Answered answered,
            Responses responses,
            Support support,
            Payment payment) {}

    public record SeenUsers(int windowMinDays) {}

    public record Stickiness(BigDecimal factor) {}

    public record Recency(BigDecimal decayDays) {}

    public record Answered(int graceDays) {}

    public record Responses(
            BigDecimal halfLifeDays,
            int windowMinDays,
            int windowLookbacks,
            Map<String, Scale> scales) {}

    /** A scale of answers: {@code span} steps up from {@code lowest}. */
    public record Scale(int lowest, int span) {}

    /** The points deducted from 100 for each item; {@code …Max} is the most that a count can deduct. */
    public record Support(
            BigDecimal ticket,
            BigDecimal ticketMax,
            BigDecimal highPriority,
            BigDecimal highPriorityMax,
            BigDecimal slaBreach,
            BigDecimal slaBreachMax,
            BigDecimal openEscalation) {}

    public record Payment(
            BigDecimal overdue, BigDecimal late, BigDecimal renewalOpen, int renewalWithinDays) {}

    /** The column {@code thresholds} of the model's row. */
    public record Thresholds(
            BigDecimal minimumCoverage,
            BandCap bandCap,
            Map<String, BigDecimal> bands,
            Trend trend,
            Map<String, Indicator> indicators) {}

    /** The best band that coverage below {@code belowCoverage} allows. */
    public record BandCap(BigDecimal belowCoverage, HealthBand band) {}

    public record Trend(
            BigDecimal improvingAbove, BigDecimal decliningBelow, BigDecimal minimumCoverage) {}

    /** The conditions under which a risk indicator is raised; those that it does not use are absent. */
    public record Indicator(
            @Nullable String component,
            @Nullable BigDecimal criticalAtMost,
            @Nullable BigDecimal highBelow,
            @Nullable BigDecimal mediumBelow,
            @JsonProperty("overdue") @Nullable String overdueSeverity,
            @JsonProperty("late") @Nullable String lateSeverity) {}

    /** The weights of the components, in their order. */
    public Map<HealthComponent, BigDecimal> componentWeights() {
        Map<HealthComponent, BigDecimal> byComponent = new EnumMap<>(HealthComponent.class);
        for (HealthComponent component : HealthComponent.values()) {
            byComponent.put(component, weight(weights.components(), WireName.of(component)));
        }
        return byComponent;
    }

    /** Returns the weight of a part within its component. */
    public BigDecimal partWeight(HealthComponent component, String part) {
        return weight(Objects.requireNonNull(weights.parts().get(WireName.of(component))), part);
    }

    /** The lowest score that is in {@code band}. */
    public BigDecimal lowerBound(HealthBand band) {
        return weight(thresholds.bands(), WireName.of(band));
    }

    public int defaultLookbackDays() {
        return weights.constants().defaultLookbackDays();
    }

    private static BigDecimal weight(Map<String, BigDecimal> weights, String key) {
        return Objects.requireNonNull(weights.get(key), () -> "the model has no " + key);
    }
}
