package io.os199.cs.health.model;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The risk indicators of the health model: which of them are raised after a score, and how severe they are. */
public final class HealthIndicators {
    private final Map<String, HealthModel.Indicator> indicators;

    public HealthIndicators(HealthModel model) {
        this.indicators = new TreeMap<>(model.thresholds().indicators());
    }

    /**
     * Returns the states in the order of the keys; an indicator whose component has no data has no state, so its
     * episode stays as it is.
     */
    public List<IndicatorState> of(HealthScore score) {
        List<IndicatorState> states = new ArrayList<>();
        indicators.forEach(
                (key, indicator) -> {
                    BigDecimal value = value(score, indicator);
                    if (value != null) {
                        states.add(state(score, key, indicator, value));
                    }
                });
        return states;
    }

    /**
     * Returns the value that an indicator watches: its component's score or, without a component, the score's change.
     */
    private static @Nullable BigDecimal value(HealthScore score, HealthModel.Indicator indicator) {
        String component = indicator.component();
        return component == null
                ? score.changePoints()
                : score.component(HealthComponent.valueOf(component.toUpperCase(Locale.ROOT)));
    }

    private static IndicatorState state(
            HealthScore score, String key, HealthModel.Indicator indicator, BigDecimal value) {
        Severity severity = null;
        BigDecimal threshold = null;
        if (indicator.overdueSeverity() != null && score.inputs().overdue()) {
            severity = severity(indicator.overdueSeverity());
        } else if (indicator.lateSeverity() != null && score.inputs().late()) {
            severity = severity(indicator.lateSeverity());
        } else if (atMost(value, indicator.criticalAtMost())) {
            severity = Severity.CRITICAL;
            threshold = indicator.criticalAtMost();
        } else if (below(value, indicator.highBelow())) {
            severity = Severity.HIGH;
            threshold = indicator.highBelow();
        } else if (below(value, indicator.mediumBelow())) {
            severity = Severity.MEDIUM;
            threshold = indicator.mediumBelow();
        }
        String category = indicator.component() == null ? "health" : indicator.component();
        return new IndicatorState(score.clientId(), key, category, severity, value, threshold);
    }

    private static Severity severity(String word) {
        return Severity.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static boolean atMost(BigDecimal value, @Nullable BigDecimal bound) {
        return bound != null && value.compareTo(bound) <= 0;
    }

    private static boolean below(BigDecimal value, @Nullable BigDecimal bound) {
        return bound != null && value.compareTo(bound) < 0;
    }
}
