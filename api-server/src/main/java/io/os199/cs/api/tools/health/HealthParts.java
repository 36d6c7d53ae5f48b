package io.os199.cs.api.tools.health;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tools.health.ClientHealth.Component;
import io.os199.cs.api.tools.health.ClientHealth.Part;
import io.os199.cs.health.model.ComponentPart;
import io.os199.cs.health.model.HealthAssessment;
import io.os199.cs.health.model.HealthComponent;
import io.os199.cs.health.model.HealthInputs;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Shows the components of a score with their parts and the facts behind these. */
final class HealthParts {
    private static final BigDecimal FULL = BigDecimal.valueOf(100);

    private static final Map<String, List<String>> INPUTS =
            Map.of(
                    "active_users",
                            List.of("active_user_count", "licensed_user_count", "seen_user_count"),
                    "momentum", List.of("event_count", "event_count_before"),
                    "breadth", List.of("feature_used_count", "feature_available_count"),
                    "stickiness", List.of("user_day_count", "active_user_count"),
                    "recency", List.of("touchpoint_age_days"),
                    "answered", List.of("answered_count", "outbound_count"),
                    "support",
                            List.of(
                                    "ticket_count",
                                    "high_priority_ticket_count",
                                    "sla_breach_count",
                                    "open_escalation"),
                    "satisfaction",
                            List.of("response_count", "response_weight", "response_weighted_value"),
                    "payment", List.of("active_contract_count", "overdue", "late", "renewal_near"));

    private final HealthModel model;
    private final HealthScore score;
    private final HealthAssessment assessment;
    private final JsonNode facts;

    HealthParts(HealthModel model, HealthScore score, HealthAssessment assessment) {
        this.model = model;
        this.score = score;
        this.assessment = assessment;
        this.facts = Json.tree(score.inputs());
    }

    /** The components in the order of the model. */
    List<Component> components() {
        List<Component> components = new ArrayList<>();
        model.componentWeights().forEach((name, weight) -> components.add(component(name, weight)));
        return components;
    }

    private Component component(HealthComponent component, BigDecimal weight) {
        BigDecimal value = score.component(component);
        BigDecimal coverage = score.coverage();
        boolean counts = value != null && score.overall() != null;
        return new Component(
                component,
                weight,
                value,
                score.previousComponent(component),
                value == null ? nullReason(component) : null,
                counts ? weight.divide(coverage, 4, RoundingMode.HALF_UP) : null,
                counts ? share(weight.multiply(Objects.requireNonNull(value)), coverage) : null,
                counts
                        ? share(
                                weight.multiply(FULL.subtract(Objects.requireNonNull(value))),
                                coverage)
                        : null,
                parts(component));
    }

    private static BigDecimal share(BigDecimal points, BigDecimal coverage) {
        return points.divide(coverage, 2, RoundingMode.HALF_UP);
    }

    private List<Part> parts(HealthComponent component) {
        List<Part> parts = new ArrayList<>();
        for (ComponentPart part : assessment.parts()) {
            if (part.component() == component) {
                BigDecimal value = part.value();
                parts.add(
                        new Part(
                                part.part(),
                                part.weight(),
                                Rounded.rateOf(value),
                                inputs(part.part()),
                                value == null ? nullReason(part.part()) : null));
            }
        }
        if (parts.isEmpty()) {
            parts.add(
                    new Part(
                            WireName.of(component),
                            null,
                            null,
                            inputs(WireName.of(component)),
                            null));
        }
        return parts;
    }

    private Map<String, BigDecimal> inputs(String part) {
        Map<String, BigDecimal> numbers = new LinkedHashMap<>();
        for (String key : Objects.requireNonNull(INPUTS.get(part))) {
            JsonNode fact = facts.path(key);
            if (fact.isNumber()) {
                numbers.put(key, fact.decimalValue());
            } else if (fact.isBoolean()) {
                numbers.put(key, fact.asBoolean() ? BigDecimal.ONE : BigDecimal.ZERO);
            }
        }
        return numbers;
    }

    static String nullReason(HealthComponent component) {
        return switch (component) {
            case USAGE -> "no_product_users";
            case ENGAGEMENT -> "no_users_and_no_touchpoints";
            case SUPPORT -> "no_users_and_no_tickets";
            case SATISFACTION -> "no_responses";
            case PAYMENT -> "no_active_contract";
        };
    }

    private @Nullable String nullReason(String part) {
        HealthInputs in = score.inputs();
        return switch (part) {
            case "recency" -> "no_touchpoint";
            case "answered" -> "no_outbound_contact";
            case "breadth" -> in.known() ? "no_available_feature" : "no_product_users";
            default -> "no_product_users";
        };
    }
}
