package io.os199.cs.api.tools.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** The worked examples of the tool over a real database, on 2026-06-30 with the model that ships with the product. */
class ScoreRiskFactorsTest {
    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private TestDatabase database;
    private ToolFixture fixture;
    private ScoreRiskFactors tool;

    @BeforeEach
    void open() {
        database = TestDatabase.create(clock);
        database.jdbi().useHandle(RetentionScenes::acme);
        database.execute(
                """
                insert into survey_responses (client_id, response_id, kind, score, contact_email, responded_at)
                values ('client_acme', 'response_1', 'nps', 5, 'chris@acme.example', '2026-06-01 09:00Z')
                """);
        database.execute(
                """
                insert into renewals (client_id, contract_id, renewal_date, stage, stage_changed_at, current_arr_amount)
                values ('client_acme', 'contract_client_acme', '2026-09-15', 'contacted', '2026-06-15 09:00Z', 72000)
                """);
        fixture = new ToolFixture(database.database(), clock);
        tool = new ScoreRiskFactors(database.database(), new ClientDirectory());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theScoreAndTheLogOddsAreTheSumsOfTheirParts() {
        JsonNode answer = fixture.ok(tool, "{'client_id': 'acme corp'}");
        assertThat(answer.path("overall_risk_score").asText()).isEqualTo("61.55");
        assertThat(answer.path("risk_level").asText()).isEqualTo("high");
        assertThat(answer.path("weight_covered_rate").asText()).isEqualTo("1.0000");
        assertThat(texts(answer, "/factors", "score"))
                .containsExactly("59.83", "80.00", "60.00", "50.00", "66.67", "40.95");
        assertThat(texts(answer, "/factors", "driving_signal"))
                .containsExactly(
                        "usage_change",
                        "engagement_score",
                        "urgent_tickets",
                        "payment_state",
                        "nps_mean",
                        "days_to_renewal");
        JsonNode usage = answer.at("/factors/0/signals");
        assertThat(texts(answer, "/factors/0/signals", "signal"))
                .containsExactly("usage_change", "days_since_use", "seat_utilization");
        assertThat(usage.at("/0/value").asText()).isEqualTo("-0.3590");
        assertThat(usage.at("/2/score").asText()).isEqualTo("58.33");
        BigDecimal points =
                answer.path("factors")
                        .valueStream()
                        .map(factor -> factor.path("contribution_points").decimalValue())
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(points).isBetween(new BigDecimal("61.52"), new BigDecimal("61.58"));

        assertThat(answer.at("/churn/probability").asText()).isEqualTo("0.5909");
        assertThat(answer.at("/churn/contributions")).hasSize(15);
        BigDecimal logOdds =
                answer.at("/churn/contributions")
                        .valueStream()
                        .map(each -> each.path("contribution").decimalValue())
                        .reduce(answer.at("/churn/intercept").decimalValue(), BigDecimal::add);
        assertThat(logOdds.subtract(answer.at("/churn/log_odds").decimalValue()).abs())
                .isLessThan(new BigDecimal("0.0010"));
        assertThat(texts(answer, "/early_warnings", "indicator_key"))
                .contains("usage_drop", "open_escalation", "nps_detractor", "no_touch");
        assertThat(texts(answer, "/recommendations", "rule_id")).contains("P-SERVICE", "P-USAGE");
        assertThat(answer.path("data_gaps").toString())
                .contains("no other client", "without client_id and with refresh: true");

        JsonNode brief =
                fixture.ok(tool, "{'client_id': 'Acme Corp', 'include_contributions': false}");
        assertThat(brief.path("churn").has("contributions")).isFalse();
        assertThat(brief.at("/churn/probability").asText()).isEqualTo("0.5909");
    }

    @Test
    void aFactorWithoutDataIsLeftOutAndNamed() {
        database.execute("delete from survey_responses");
        JsonNode answer = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        assertThat(answer.path("overall_risk_score").asText()).isEqualTo("60.65");
        assertThat(answer.path("weight_covered_rate").asText()).isEqualTo("0.8500");
        assertThat(answer.at("/factors/4").has("score")).isFalse();
        assertThat(answer.path("data_gaps").toString()).contains("factors.satisfaction");
    }

    @Test
    void goodAndBadRatingsOfTicketsHaveNoMeanAndAreNoSign() {
        database.execute("delete from survey_responses");
        database.execute(
                "update tickets set satisfaction = 1, satisfaction_scale = 'binary',"
                        + " satisfaction_at = '2026-06-29 12:00Z'");
        JsonNode bad = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        assertThat(bad.at("/factors/4").has("score")).isFalse();
        assertThat(texts(bad, "/early_warnings", "indicator_key")).doesNotContain("csat_low");
        assertThat(bad.path("data_gaps").toString()).contains("factors.satisfaction");

        database.execute("update tickets set satisfaction_scale = 'five_point'");
        JsonNode low = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        assertThat(low.at("/factors/4/score").asText()).isEqualTo("100.00");
        assertThat(low.at("/factors/4/driving_signal").asText()).isEqualTo("ticket_rating_mean");
        assertThat(texts(low, "/early_warnings", "indicator_key")).contains("csat_low");
    }

    @Test
    void aCriticalSignLiftsTheScore() {
        database.execute(
                """
                insert into escalations (client_id, escalation_id, severity, title, opened_by, opened_at,
                    acknowledge_due_at, due_at)
                values ('client_acme', 'escalation_2', 'critical', 'Data lost', 'key_csm', '2026-06-30 09:00Z',
                    '2026-06-30 10:00Z', '2026-06-30 13:00Z')
                """);
        JsonNode answer = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        assertThat(answer.path("overall_risk_score").asText()).isEqualTo("75.00");
        assertThat(answer.path("risk_level").asText()).isEqualTo("critical");
        assertThat(answer.path("raised_by_rule").asText()).isEqualTo("R-CRITICAL");
        assertThat(answer.at("/factors/2/score").asText()).isEqualTo("100.00");
        double unlifted =
                answer.path("factors")
                        .valueStream()
                        .mapToDouble(factor -> factor.path("contribution_points").asDouble())
                        .sum();
        assertThat(unlifted).isBetween(67.52, 67.58);
    }

    @Test
    void theTrendIsAgainstTheSameFactorsOfAnEarlierDay() {
        JsonNode answer = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        JsonNode before = fixture.ok(tool, "{'client_id': 'Acme Corp', 'as_of': '2026-05-31'}");
        BigDecimal change =
                answer.path("overall_risk_score")
                        .decimalValue()
                        .subtract(before.path("overall_risk_score").decimalValue());
        assertThat(change.subtract(answer.path("score_change_points").decimalValue()).abs())
                .isLessThanOrEqualTo(new BigDecimal("0.01"));
        assertThat(answer.at("/evidence/compared_score"))
                .isEqualTo(before.path("overall_risk_score"));
        assertThat(answer.at("/factors/2/trend").asText())
                .as("no ticket was open a month ago")
                .isEqualTo("worsening");
        assertThat(answer.at("/factors/3/trend").asText()).isEqualTo("stable");
        assertThat(before.path("data_gaps").toString()).contains("insufficient_coverage");

        JsonNode young =
                fixture.ok(
                        tool,
                        "{'client_id': 'Acme Corp', 'as_of': '2025-05-01', 'compare_days': 60}");
        assertThat(young.has("score_change_points")).isFalse();
        assertThat(young.path("data_gaps").toString()).contains("younger than compare_days");
    }

    @Test
    void peersAreThoseOfTheTierWhereItHasFive() {
        for (int i = 1; i <= 6; i++) {
            String id = "client_peer" + i;
            String name = "Peer " + i;
            String tier = i == 6 ? "starter" : "professional";
            database.jdbi()
                    .useHandle(
                            db ->
                                    RetentionScenes.client(
                                            db, id, name, tier, 1_000, "2024-01-01", "2027-01-01"));
            database.execute(
                    "update clients set churn_probability = 0.1 * "
                            + (i == 5 ? 9 : i)
                            + " where client_id = '"
                            + id
                            + "'");
        }
        JsonNode answer = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        assertThat(answer.path("peer_group").asText()).isEqualTo("professional");
        assertThat(answer.path("peer_count").asInt()).isEqualTo(5);
        assertThat(answer.path("probability_percentile").asText()).isEqualTo("0.8000");

        database.execute("update clients set tier = 'starter' where client_id = 'client_peer1'");
        JsonNode wider = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        assertThat(wider.path("peer_group").asText()).isEqualTo("portfolio");
        assertThat(wider.path("peer_count").asInt()).isEqualTo(6);

        database.jdbi()
                .useHandle(
                        db ->
                                RetentionScenes.health(
                                        db,
                                        RetentionScenes.ACME,
                                        "2026-06-28",
                                        43,
                                        40,
                                        32,
                                        55,
                                        45));
        JsonNode past = fixture.ok(tool, "{'client_id': 'Acme Corp', 'as_of': '2026-06-28'}");
        assertThat(past.has("probability_percentile")).isFalse();
        assertThat(past.path("data_gaps").toString()).contains("Call without as_of");
        assertThat(past.path("data_gaps").findValuesAsText("reason")).contains("as_of_past");
        assertThat(wider.path("data_gaps").findValuesAsText("reason")).doesNotContain("as_of_past");
    }

    @Test
    void saysWhatToSendInstead() {
        assertThat(
                        fixture.refused(tool, "{'client_id': 'Acme Corp', 'as_of': '2026-07-01'}")
                                .toString())
                .contains("later than today");
        assertThat(fixture.refused(tool, "{'client_id': 'Acne Corp'}").toString())
                .contains("Acme Corp");
        database.execute("update clients set status = 'churned', lifecycle_stage = 'churned'");
        assertThat(fixture.refused(tool, "{'client_id': 'Acme Corp'}").toString())
                .contains("analyze_churn_postmortem");
        assertThat(fixture.refused(tool, "{'client_id': 'Acme Corp', 'as_of': '2026-06-30'}"))
                .isEqualTo(fixture.refused(tool, "{'client_id': 'Acme Corp'}"));
        database.execute(
                "insert into churn_events (client_id, churned_on, reason, arr_lost_amount) values"
                        + " ('client_acme', '2026-03-23', 'price', 72000)");
        assertThat(
                        fixture.refused(tool, "{'client_id': 'Acme Corp', 'as_of': '2026-06-01'}")
                                .toString())
                .contains("left, on 2026-03-23");
        assertThat(
                        fixture.ok(tool, "{'client_id': 'Acme Corp', 'as_of': '2026-03-22'}")
                                .path("client_id")
                                .asText())
                .isEqualTo("client_acme");
        assertThat(
                        fixture.refused(tool, "{'client_id': 'Acme Corp', 'as_of': '2025-04-17'}")
                                .toString())
                .contains("a day from 2025-04-18 on");
    }

    private static List<String> texts(JsonNode answer, String at, String field) {
        Stream<JsonNode> items = answer.at(at).valueStream();
        return items.map(item -> item.path(field).asText()).toList();
    }
}
