package io.os199.cs.api.tools.health;

import io.os199.cs.core.ScoreFaults;
import io.os199.cs.health.model.HealthComponent;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks what the schema of the health tool cannot express about its arguments. */
final class HealthArguments {
    private static final int OLDEST_DAYS = 730;

    private final CalculateHealthScore.Input input;
    private final Map<HealthComponent, BigDecimal> weights = new EnumMap<>(HealthComponent.class);

    HealthArguments(CalculateHealthScore.Input input) {
        this.input = input;
        put(HealthComponent.USAGE, input.usageWeight());
        put(HealthComponent.ENGAGEMENT, input.engagementWeight());
        put(HealthComponent.SUPPORT, input.supportWeight());
        put(HealthComponent.SATISFACTION, input.satisfactionWeight());
        put(HealthComponent.PAYMENT, input.paymentWeight());
    }

    private void put(HealthComponent component, @Nullable BigDecimal weight) {
        if (weight != null) {
            weights.put(component, weight);
        }
    }

    /** The weights of a what-if; absent where none is asked for. */
    @Nullable Map<HealthComponent, BigDecimal> weights() {
        return weights.isEmpty() ? null : weights;
    }

    /** All faults of the arguments in one refusal. */
    Optional<Refusal> faults(LocalDate today, int defaultLookback) {
        List<Fault> faults = new ArrayList<>();
        weightFault().ifPresent(faults::add);
        LocalDate asOf = input.asOf();
        LocalDate oldest = today.minusDays(OLDEST_DAYS);
        if (asOf != null && (asOf.isAfter(today) || asOf.isBefore(oldest))) {
            faults.add(
                    new Fault(
                            "as_of",
                            "as_of " + asOf + " is not between " + oldest + " and " + today,
                            oldest + " to " + today));
        }
        faults.addAll(ScoreFaults.of("risk_threshold", input.riskThreshold()));
        if (input.clientId() == null) {
            clientOnly(faults, defaultLookback);
        }
        return faults.isEmpty() ? Optional.empty() : Optional.of(Refusal.invalid(faults));
    }

    private Optional<Fault> weightFault() {
        if (weights.isEmpty()) {
            return Optional.empty();
        }
        List<String> missing = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (HealthComponent component : HealthComponent.values()) {
            BigDecimal weight = weights.get(component);
            if (weight == null) {
                missing.add(WireName.of(component) + "_weight");
            } else {
                sum = sum.add(weight);
            }
        }
        if (missing.isEmpty() && sum.compareTo(BigDecimal.ONE) == 0) {
            return Optional.empty();
        }
        String message =
                "the weights sum to "
                        + sum
                        + (missing.isEmpty() ? "" : ", missing " + String.join(", ", missing));
        return Optional.of(
                new Fault("usage_weight", message, "all five weights with the sum 1.00, or none"));
    }

    /** Adds faults for arguments that a run over the portfolio, which stores its scores, does not support. */
    private void clientOnly(List<Fault> faults, int defaultLookback) {
        String expected = "a client_id, or the call without it";
        if (!weights.isEmpty() && !input.mayNotSave()) {
            faults.add(
                    new Fault(
                            "usage_weight",
                            "what-if weights over the portfolio are never saved",
                            "save: false with them, or a client_id"));
        }
        if (input.riskThreshold() != null) {
            faults.add(new Fault("risk_threshold", "risk_threshold is for one client", expected));
        }
        Integer lookback = input.lookbackPeriodDays();
        if (lookback != null && lookback != defaultLookback) {
            faults.add(
                    new Fault(
                            "lookback_period_days",
                            "lookback_period_days "
                                    + lookback
                                    + " is for one client; the portfolio has "
                                    + defaultLookback,
                            expected));
        }
    }
}
