package io.os199.cs.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.health.model.HealthAdvice;
import io.os199.cs.health.model.HealthEvaluator;
import io.os199.cs.health.model.HealthInputs;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.health.model.HealthRules;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** The rules of the recommendations, by the stored model. */
class HealthRulesDaoTest {
    /** Scores 100 in everything, so that each case lists only what differs. */
    private static final String FULL_MARKS =
            """
            {"known": true, "licensed_user_count": 40, "active_user_count": 40, "user_day_count": 1200,
             "seen_user_count": 40, "event_count": 100, "event_count_before": 100, "feature_available_count": 20,
             "feature_used_count": 20, "touchpoint_age_days": 0, "outbound_count": 10, "answered_count": 10,
             "ticket_count": 0, "high_priority_ticket_count": 0, "sla_breach_count": 0, "open_escalation": 0,
             "has_support_history": true, "response_count": 1, "response_weight": 1, "response_weighted_value": 100,
             "active_contract_count": 1, "overdue": false, "late": false, "renewal_near": false}
            """;

    private static HealthEvaluator evaluator;

    @BeforeAll
    static void readTheModel() {
        try (TestDatabase database = TestDatabase.create()) {
            HealthModel model =
                    database.database()
                            .read(tx -> new HealthModels().active(tx, HealthModels.STANDARD))
                            .orElseThrow();
            evaluator = new HealthEvaluator(model, 30);
        }
    }

    /**
     * The gains are worked out by hand from rounded components. 19 of 40 users: usage 100·(.45·.475 + .55) = 76.38,
     * overall 100 − .35·23.62 = 91.73, gain 8.27. A touchpoint 31 days ago: g 0.228507, engagement 76.86, overall
     * 94.215 → 94.22, gain 5.78.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "overdue": true | HR_PAYMENT | high | negotiate_renewals | 4.00
                    "late": true | HR_PAYMENT | high | negotiate_renewals | 2.00
                    "open_escalation": 1 | HR_ESCALATION | high | manage_escalations | 2.25
                    "renewal_near": true | HR_RENEWAL | high | negotiate_renewals | 1.00
                    "active_user_count": 19 | HR_ACTIVE | high | track_usage_engagement | 8.27
                    "event_count": 79 | HR_MOMENTUM | high | analyze_engagement_patterns | 2.20
                    "event_count": 25, "event_count_before": 50 | HR_MOMENTUM | high | analyze_engagement_patterns | 5.25
                    "touchpoint_age_days": 31 | HR_TOUCH | medium | log_activity | 5.78
                    "touchpoint_age_days": null | HR_TOUCH | medium | log_activity | 0.00
                    "answered_count": 3 | HR_ANSWER | medium | analyze_engagement_patterns | 3.50
                    "outbound_count": 3, "answered_count": 0 | HR_ANSWER | medium | analyze_engagement_patterns | 5.00
                    "feature_used_count": 5 | HR_BREADTH | medium | track_feature_adoption | 6.56
                    "sla_breach_count": 2 | HR_SLA | medium | analyze_support_performance | 1.50
                    "high_priority_ticket_count": 1 | HR_SLA | medium | analyze_support_performance | 1.50
                    "response_count": 0, "response_weight": 0 | HR_ASK | low | monitor_satisfaction | 0.00
                    """)
    void aRuleHoldsAndSaysWhatItWouldGain(
            String facts, String rule, String priority, String tool, String gain) {
        assertThat(advice(facts))
                .singleElement()
                .satisfies(
                        advice -> {
                            assertThat(advice.ruleId()).isEqualTo(rule);
                            assertThat(advice.priority().name()).isEqualToIgnoringCase(priority);
                            assertThat(advice.tool()).isEqualTo(tool);
                            assertThat(advice.expectedEffect().overallPoints()).isEqualTo(gain);
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "known": true
                    "active_user_count": 20
                    "event_count": 80
                    "event_count": 0, "event_count_before": 49
                    "touchpoint_age_days": 30
                    "answered_count": 4
                    "outbound_count": 2, "answered_count": 0
                    "outbound_count": 0, "answered_count": 0
                    "feature_used_count": 6
                    "feature_available_count": 0, "feature_used_count": 0
                    "sla_breach_count": 1, "ticket_count": 9
                    """)
    void noRuleHoldsOnTheOtherSideOfItsBound(String facts) {
        assertThat(advice(facts)).isEmpty();
    }

    @Test
    void whoNeverHadUsersGainsTheWholePart() {
        // No seats and no users seen: that part is 0. Full marks would bring 0.35 * 45 points.
        assertThat(
                        advice(
                                "\"licensed_user_count\": null, \"seen_user_count\": 0,"
                                        + " \"active_user_count\": 0, \"user_day_count\": 0"))
                .singleElement()
                .extracting(advice -> advice.expectedEffect().overallPoints().toString())
                .isEqualTo("15.75");
    }

    @Test
    void theGreaterGainComesFirstWithinAPriority() {
        assertThat(
                        advice(
                                "\"renewal_near\": true, \"open_escalation\": 1, \"overdue\": true,"
                                        + " \"sla_breach_count\": 2, \"feature_used_count\": 5,"
                                        + " \"response_count\": 0, \"response_weight\": 0"))
                .extracting(HealthAdvice::ruleId)
                .containsExactly(
                        "HR_PAYMENT",
                        "HR_ESCALATION",
                        "HR_RENEWAL",
                        "HR_BREADTH",
                        "HR_SLA",
                        "HR_ASK");
    }

    @Test
    void withoutAnOverallThereIsNoGain() {
        List<HealthAdvice> advice =
                advice(
                        "\"known\": false, \"has_support_history\": false, \"touchpoint_age_days\":"
                                + " null, \"outbound_count\": 0, \"response_weight\": 0, \"late\":"
                                + " true");
        assertThat(advice)
                .extracting(HealthAdvice::ruleId)
                .containsExactly("HR_PAYMENT", "HR_TOUCH", "HR_ASK");
        assertThat(advice).allSatisfy(a -> assertThat(a.expectedEffect()).isNull());
    }

    private static List<HealthAdvice> advice(String facts) {
        try {
            ObjectNode inputs = (ObjectNode) Json.mapper().readTree(FULL_MARKS);
            inputs.setAll((ObjectNode) Json.mapper().readTree("{" + facts + "}"));
            return HealthRules.apply(evaluator, Json.read(Json.write(inputs), HealthInputs.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(facts, e);
        }
    }
}
