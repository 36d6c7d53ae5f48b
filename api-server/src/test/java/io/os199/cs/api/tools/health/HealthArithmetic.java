package io.os199.cs.api.tools.health;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Redoes the arithmetic of a health score by its definition, from the inputs and weights that the answer shows. It
 * shares nothing with the product.
 */
final class HealthArithmetic {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal ENOUGH = new BigDecimal("0.40");

    private final JsonNode answer;
    private final JsonNode in;
    private final Map<String, Object> results = new TreeMap<>();
    private final Map<String, BigDecimal> scores = new LinkedHashMap<>();

    private HealthArithmetic(JsonNode answer) {
        this.answer = answer;
        this.in = answer.at("/evidence/inputs");
    }

    /** Returns every number that follows from the evidence, under the path that {@link #stated} uses. */
    static Map<String, Object> redone(JsonNode answer) {
        HealthArithmetic arithmetic = new HealthArithmetic(answer);
        arithmetic.components();
        arithmetic.overall();
        arithmetic.trend();
        if (answer.has("what_if")) {
            arithmetic.sum("what_if.", answer.at("/what_if/weights"));
        }
        return arithmetic.results;
    }

    /** Returns the same numbers as the answer states them. */
    static Map<String, Object> stated(JsonNode answer) {
        Map<String, Object> stated = new TreeMap<>();
        put(stated, "", answer, "overall_score", "band", "band_capped_by", "coverage_rate");
        for (JsonNode component : answer.path("components")) {
            String path = component.path("component").asText() + ".";
            put(
                    stated,
                    path,
                    component,
                    "score",
                    "effective_weight_rate",
                    "contribution_points",
                    "lost_points");
            for (JsonNode part : component.path("parts")) {
                put(stated, path + part.path("part").asText() + ".", part, "value_rate");
            }
        }
        put(
                stated,
                "trend.",
                answer.path("trend"),
                "direction",
                "change_points",
                "reference_score",
                "comparable_score");
        put(stated, "what_if.", answer.path("what_if"), "overall_score", "band", "coverage_rate");
        return stated;
    }

    private static void put(
            Map<String, Object> into, String path, JsonNode object, String... fields) {
        for (String field : fields) {
            JsonNode value = object.path(field);
            if (value.isNumber()) {
                into.put(path + field, value.decimalValue().stripTrailingZeros());
            } else if (value.isTextual()) {
                into.put(path + field, value.asText());
            }
        }
    }

    private void put(String path, BigDecimal value) {
        results.put(path, value.stripTrailingZeros());
    }

    private void components() {
        for (JsonNode component : answer.path("components")) {
            String name = component.path("component").asText();
            BigDecimal score =
                    switch (name) {
                        case "usage", "engagement" -> ofParts(name, component.path("parts"));
                        case "support" -> support();
                        case "satisfaction" -> satisfaction();
                        case "payment" -> payment();
                        default -> throw new IllegalArgumentException(name);
                    };
            if (score != null) {
                scores.put(name, score);
                put(name + ".score", score);
            }
        }
    }

    private @Nullable BigDecimal ofParts(String component, JsonNode parts) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal weights = BigDecimal.ZERO;
        for (JsonNode part : parts) {
            String name = part.path("part").asText();
            BigDecimal value = part(name);
            if (value != null) {
                BigDecimal weight = part.path("weight").decimalValue();
                sum = sum.add(weight.multiply(value));
                weights = weights.add(weight);
                put(
                        component + "." + name + ".value_rate",
                        value.setScale(4, RoundingMode.HALF_UP));
            }
        }
        return weights.signum() == 0 ? null : r(2, HUNDRED.multiply(sum), weights);
    }

    private @Nullable BigDecimal part(String name) {
        boolean isKnown = in.path("known").asBoolean();
        BigDecimal active = n("active_user_count");
        return switch (name) {
            case "active_users" -> {
                BigDecimal of =
                        in.has("licensed_user_count")
                                ? n("licensed_user_count")
                                : n("seen_user_count");
                yield isKnown ? atMostOne(of.signum() == 0 ? of : r(6, active, of)) : null;
            }
            case "momentum" -> {
                BigDecimal before = n("event_count_before");
                BigDecimal events = n("event_count");
                yield isKnown
                        ? atMostOne(before.signum() == 0 ? events : r(6, events, before))
                        : null;
            }
            case "breadth" -> {
                BigDecimal available = n("feature_available_count");
                yield isKnown && available.signum() > 0
                        ? atMostOne(r(6, n("feature_used_count"), available))
                        : null;
            }
            case "stickiness" -> {
                BigDecimal most = active.multiply(answer.path("lookback_days").decimalValue());
                BigDecimal rate = most.signum() == 0 ? most : r(6, n("user_day_count"), most);
                yield isKnown ? atMostOne(rate.multiply(new BigDecimal("2.5"))) : null;
            }
            case "recency" ->
                    in.has("touchpoint_age_days")
                            ? BigDecimal.valueOf(
                                            StrictMath.exp(
                                                    -in.path("touchpoint_age_days").asInt() / 21.0))
                                    .setScale(6, RoundingMode.HALF_UP)
                            : null;
            case "answered" ->
                    n("outbound_count").signum() == 0
                            ? null
                            : r(6, n("answered_count"), n("outbound_count"));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private @Nullable BigDecimal support() {
        if (!in.path("known").asBoolean() && !in.path("has_support_history").asBoolean()) {
            return null;
        }
        int off =
                Math.min(30, 3 * in.path("ticket_count").asInt())
                        + Math.min(20, 10 * in.path("high_priority_ticket_count").asInt())
                        + Math.min(20, 5 * in.path("sla_breach_count").asInt())
                        + 15 * in.path("open_escalation").asInt();
        return BigDecimal.valueOf(Math.max(0, 100 - off));
    }

    private @Nullable BigDecimal satisfaction() {
        BigDecimal weight = n("response_weight");
        return weight.signum() == 0 ? null : r(2, n("response_weighted_value"), weight);
    }

    private @Nullable BigDecimal payment() {
        if (in.path("active_contract_count").asInt() == 0) {
            return null;
        }
        int off = in.path("overdue").asBoolean() ? 40 : in.path("late").asBoolean() ? 20 : 0;
        return BigDecimal.valueOf(100 - off - (in.path("renewal_near").asBoolean() ? 10 : 0));
    }

    private void overall() {
        Map<String, BigDecimal> weights = weights();
        BigDecimal coverage = sum("", answer.path("components"));
        scores.forEach(
                (name, score) -> {
                    if (coverage.compareTo(ENOUGH) >= 0) {
                        BigDecimal weight = weights.get(name);
                        put(name + ".effective_weight_rate", r(4, weight, coverage));
                        put(name + ".contribution_points", r(2, weight.multiply(score), coverage));
                        put(
                                name + ".lost_points",
                                r(2, weight.multiply(HUNDRED.subtract(score)), coverage));
                    }
                });
    }

    private Map<String, BigDecimal> weights() {
        Map<String, BigDecimal> weights = new LinkedHashMap<>();
        for (JsonNode component : answer.path("components")) {
            weights.put(
                    component.path("component").asText(), component.path("weight").decimalValue());
        }
        return weights;
    }

    /** Returns the overall score by the components' own weights, or by others. */
    private BigDecimal sum(String path, JsonNode weighted) {
        BigDecimal coverage = BigDecimal.ZERO;
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<String, BigDecimal> score : scores.entrySet()) {
            BigDecimal weight =
                    weighted.isArray()
                            ? weights().get(score.getKey())
                            : weighted.path(score.getKey()).decimalValue();
            coverage = coverage.add(weight);
            sum = sum.add(weight.multiply(score.getValue()));
        }
        put(path + "coverage_rate", coverage);
        if (coverage.compareTo(ENOUGH) >= 0) {
            BigDecimal overall = r(2, sum, coverage);
            put(path + "overall_score", overall);
            boolean isCapped =
                    coverage.compareTo(new BigDecimal("0.70")) < 0
                            && band(overall).equals("healthy");
            results.put(path + "band", isCapped ? "watch" : band(overall));
            if (isCapped && path.isEmpty()) {
                results.put("band_capped_by", "coverage");
            }
        }
        return coverage;
    }

    private static String band(BigDecimal overall) {
        double score = overall.doubleValue();
        return score >= 80
                ? "healthy"
                : score >= 65 ? "watch" : score >= 50 ? "at_risk" : "critical";
    }

    /** Redoes the trend from the earlier scores, which the answer shows beside the present ones. */
    private void trend() {
        BigDecimal weights = BigDecimal.ZERO;
        BigDecimal now = BigDecimal.ZERO;
        BigDecimal then = BigDecimal.ZERO;
        for (JsonNode component : answer.path("components")) {
            BigDecimal score = scores.get(component.path("component").asText());
            if (score != null && component.has("previous_score")) {
                BigDecimal weight = component.path("weight").decimalValue();
                weights = weights.add(weight);
                now = now.add(weight.multiply(score));
                then = then.add(weight.multiply(component.path("previous_score").decimalValue()));
            }
        }
        if (weights.compareTo(ENOUGH) >= 0) {
            BigDecimal comparable = r(2, now, weights);
            BigDecimal reference = r(2, then, weights);
            BigDecimal change = comparable.subtract(reference);
            put("trend.comparable_score", comparable);
            put("trend.reference_score", reference);
            put("trend.change_points", change);
            double points = change.doubleValue();
            results.put(
                    "trend.direction",
                    points > 3 ? "improving" : points < -3 ? "declining" : "stable");
        }
    }

    private BigDecimal n(String input) {
        return in.path(input).decimalValue();
    }

    private static BigDecimal atMostOne(BigDecimal value) {
        return value.min(BigDecimal.ONE);
    }

    private static BigDecimal r(int decimals, BigDecimal numerator, BigDecimal denominator) {
        return numerator.divide(denominator, decimals, RoundingMode.HALF_UP);
    }
}
