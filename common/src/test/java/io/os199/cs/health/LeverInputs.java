package io.os199.cs.health;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.health.model.HealthAssessment;
import io.os199.cs.health.model.HealthComponent;
import io.os199.cs.health.model.HealthEvaluator;
import io.os199.cs.health.model.HealthInputs;
import io.os199.cs.health.model.HealthLever;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The facts of a client with one of them changed, by the definitions of the levers. */
record LeverInputs(HealthModel model, int lookback, HealthInputs in, HealthLever lever) {
    private static final BigDecimal CENT = new BigDecimal("0.01");

    HealthAssessment with(BigDecimal value) {
        HealthEvaluator evaluator = new HealthEvaluator(model, lookback);
        HealthAssessment now = evaluator.assess(in);
        if (lever.input().endsWith("_score")) {
            return overall(now, component(lever.input()), value);
        }
        HealthAssessment then = evaluator.assess(changed(value));
        return lever.input().equals("active_user_count")
                // The added users are as active as the present ones: engagement stays.
                ? overall(now, HealthComponent.USAGE, then.components().get(HealthComponent.USAGE))
                : then;
    }

    HealthInputs changed(BigDecimal value) {
        ObjectNode facts = (ObjectNode) Json.tree(in);
        switch (lever.input()) {
            case "top_response_count" -> {
                facts.put("response_count", in.responseCount() + value.intValueExact());
                facts.put("response_weight", in.responseWeight().add(value));
                facts.put(
                        "response_weighted_value",
                        in.responseWeightedValue().add(value.movePointRight(2)));
            }
            case "payment_status" -> facts.put("overdue", false).put("late", false);
            case "renewal_open" -> facts.put("renewal_near", value.signum() > 0);
            default -> facts.put(lever.input(), value.longValueExact());
        }
        return Json.read(facts.toString(), HealthInputs.class);
    }

    private HealthAssessment overall(
            HealthAssessment now, HealthComponent component, BigDecimal score) {
        Map<HealthComponent, BigDecimal> scores = new EnumMap<>(HealthComponent.class);
        scores.putAll(now.components());
        scores.put(component, score);
        return new HealthEvaluator(model, lookback)
                .overall(now.parts(), scores, model.componentWeights());
    }

    private static HealthComponent component(String input) {
        return HealthComponent.valueOf(
                input.substring(0, input.length() - "_score".length()).toUpperCase(Locale.ROOT));
    }

    /** Returns the furthest that the input may go. */
    BigDecimal bound() {
        long bound =
                switch (lever.input()) {
                    case "active_user_count" ->
                            in.licensedUserCount() == null
                                    ? in.seenUserCount()
                                    : in.licensedUserCount();
                    case "event_count" -> in.eventCountBefore();
                    case "feature_used_count" -> in.featureAvailableCount();
                    case "user_day_count" ->
                            new BigDecimal("0.4")
                                    .multiply(BigDecimal.valueOf(lookback))
                                    .multiply(BigDecimal.valueOf(in.activeUserCount()))
                                    .setScale(0, RoundingMode.CEILING)
                                    .longValueExact();
                    case "answered_count" -> in.outboundCount();
                    case "top_response_count" -> 50;
                    default -> lever.input().endsWith("_score") ? 100 : 0;
                };
        return BigDecimal.valueOf(bound);
    }

    /** Returns the value one step short; absent where that would be the current value or nothing at all. */
    @Nullable BigDecimal oneStepBefore(BigDecimal value) {
        if (lever.input().endsWith("_score")) {
            return value.signum() == 0 ? null : value.subtract(CENT);
        }
        return lever.change() == null
                ? null
                : value.subtract(BigDecimal.valueOf(lever.change().signum()));
    }
}
