package io.os199.cs.api.tools.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Timeline;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.HealthScenes;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The tool over a real database, with the figures of the worked example. */
class CalculateHealthScoreTest {
    private static final Principal READER = new Principal("key_reader", Set.of(Scope.CS_READ));

    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private TestDatabase database;
    private ToolFixture fixture;
    private Tool<?, ?> tool;

    @BeforeEach
    void open() {
        database = TestDatabase.create(clock);
        database.jdbi().useHandle(HealthScenes::acme);
        database.jdbi().useHandle(HealthScenes::globex);
        fixture = new ToolFixture(database.database(), clock);
        Jobs jobs = ToolFixture.jobs(database, clock);
        tool =
                new CalculateHealthScore(
                        database.database(),
                        new ClientDirectory(),
                        new HealthModels(),
                        new HealthScoring(
                                new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock),
                        ClientAnswers.unkept(),
                        new JobCalls(jobs, new AuditLog(clock)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void acmeIsAnsweredWithWhatMovedItsScoreAndStored() {
        JsonNode acme = fixture.ok(tool, "{'client_id': 'acme corp'}");
        assertThat(acme.at("/client_name").asText()).isEqualTo("Acme Corp");
        assertThat(acme.at("/saved").asBoolean()).isTrue();
        assertThat(acme.at("/overall_score").decimalValue()).isEqualTo("74.59");
        assertThat(acme.at("/band").asText()).isEqualTo("watch");
        assertThat(acme.at("/trend/change_points").decimalValue()).isEqualTo("-2.44");
        // 0.15·(70 − 100), 0.35·(65.25 − 57), 0.25·(74 − 83.33), 0.15·(85 − 75).
        assertThat(acme.at("/trend/drivers"))
                .map(driver -> driver.path("component").asText() + driver.path("change_points"))
                .containsExactly(
                        "support-4.50", "usage2.89", "engagement-2.33", "satisfaction1.50");
        assertThat(acme.at("/trend/reference_as_of").asText()).isEqualTo("2026-05-31");
        assertThat(acme.at("/components/0/component").asText()).isEqualTo("usage");
        assertThat(acme.at("/components/0/score").decimalValue()).isEqualTo("65.25");
        assertThat(acme.at("/components/0/previous_score").decimalValue()).isEqualTo("57.00");
        assertThat(acme.at("/components/0/contribution_points").decimalValue()).isEqualTo("22.84");
        assertThat(acme.at("/components/0/parts/0/inputs/licensed_user_count").asInt())
                .isEqualTo(40);
        assertThat(acme.at("/counterfactuals/target_band").asText()).isEqualTo("healthy");
        assertThat(acme.at("/counterfactuals/levers/0/needed_value").asInt()).isEqualTo(38);
        assertThat(acme.at("/history/0/overall_score").decimalValue()).isEqualTo("74.59");
        assertThat(acme.at("/risk_indicators").size()).isEqualTo(2);
        assertThat(acme.at("/recommendations/0/rule_id").asText()).isEqualTo("HR_SLA");
        assertThat(acme.at("/evidence/cut_at").asText()).isEqualTo("2026-06-30T12:00:00Z");
        assertThat(acme.findValuesAsText("field")).contains("forecast", "benchmark");
        assertThat(count("health_scores")).isEqualTo(1);
    }

    @Test
    void equalWeightsAreAnsweredBesideTheScoreAndNotStored() {
        JsonNode acme =
                fixture.ok(
                        tool,
                        "{'client_id': 'client_acme', 'usage_weight': 0.2, 'engagement_weight':"
                                + " 0.2, 'support_weight': 0.2, 'satisfaction_weight': 0.2,"
                                + " 'payment_weight': 0.2}");
        assertThat(acme.at("/what_if/overall_score").decimalValue()).isEqualTo("78.85");
        assertThat(acme.at("/overall_score").decimalValue()).isEqualTo("74.59");
        assertThat(acme.at("/not_saved_because").asText()).isEqualTo("what_if");
        assertThat(count("health_scores")).isZero();
    }

    @Test
    void aContractAloneIsStoredWithoutAScore() {
        JsonNode globex = fixture.ok(tool, "{'client_id': 'client_globex'}");
        assertThat(globex.has("overall_score")).isFalse();
        assertThat(globex.has("band")).isFalse();
        assertThat(globex.at("/coverage_rate").decimalValue()).isEqualTo("0.10");
        assertThat(globex.at("/data_gaps/0/reason").asText()).isEqualTo("insufficient_coverage");
        assertThat(globex.at("/alerts/0/rule_id").asText()).isEqualTo("HS_THIN");
        assertThat(count("health_scores")).isEqualTo(1);
    }

    @Test
    void alertsCompareWithWhatWasStoredBeforeAndCountWhatIsOpenAfter() {
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        """
                                        insert into health_scores (client_id, model_id, model_version, lookback_days,
                                            score_date, computed_at, cut_at, overall, coverage, band, inputs)
                                        values ('client_acme', 'weighted_composite', 1, 30, '2026-06-01', now(), now(),
                                            81, 1, 'healthy', '{}')
                                        """));
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        """
                                        insert into risk_indicators (client_id, indicator_key, detected_at, category,
                                            severity)
                                        values ('client_acme', 'usage.drop', '2026-06-29', 'usage', 'high')
                                        """));
        assertThat(alerts("'risk_threshold': 74.59"))
                .containsExactly(
                        "HS_BAND_DOWN watch after healthy", "HS_MANY 3 risk indicators are open");
        // The previous run stored the same band as now.
        assertThat(alerts("'risk_threshold': 74.60"))
                .containsExactly(
                        "HS_BELOW 74.59 is below 74.60", "HS_MANY 3 risk indicators are open");
    }

    @Test
    void aPastDayTellsWhatWasOpenAndPredictedThenAndWhichDayPeersLack() {
        database.execute(
                """
                insert into risk_indicators (client_id, indicator_key, detected_at, category, severity, resolved_at)
                values ('client_acme', 'before', '2026-05-01Z', 'usage', 'high', '2026-05-30Z'),
                    ('client_acme', 'then', '2026-05-31 23:59Z', 'usage', 'high', '2026-06-01Z'),
                    ('client_acme', 'still', '2026-05-02Z', 'usage', 'low', null),
                    ('client_acme', 'later', '2026-06-01Z', 'usage', 'high', null)
                """);
        database.execute(
                """
                insert into churn_predictions (client_id, predicted_on, predicted_at, model_id, model_version, probability,
                    coverage, calibration, contributions)
                values ('client_acme', '2026-05-31', '2026-05-31Z', 'weighted_composite', 1, 0.25, 1, 'none', '[]'),
                    ('client_acme', '2026-06-30', '2026-06-30Z', 'weighted_composite', 1, 0.75, 1, 'none', '[]')
                """);
        JsonNode past = fixture.ok(tool, "{'client_id': 'client_acme', 'as_of': '2026-05-31'}");
        assertThat(past.path("risk_indicators").findValuesAsText("indicator_key"))
                .containsExactly("then", "still");
        assertThat(past.path("data_gaps").findValuesAsText("how_to_fix"))
                .contains(
                        "Score the portfolio: call this tool without client_id, with as_of"
                                + " 2026-05-31");
        assertThat(past.at("/churn_prediction/probability").decimalValue())
                .isEqualByComparingTo("0.25");
        JsonNode today = fixture.ok(tool, "{'client_id': 'client_acme', 'save': false}");
        assertThat(today.path("data_gaps").findValuesAsText("reason")).doesNotContain("as_of_past");
        JsonNode yesterday =
                fixture.ok(tool, "{'client_id': 'client_acme', 'as_of': '2026-06-29'}");
        assertThat(yesterday.path("data_gaps").findValuesAsText("reason")).contains("as_of_past");
        assertThat(today.path("risk_indicators").findValuesAsText("indicator_key"))
                .containsExactly("later", "still");
        assertThat(today.at("/churn_prediction/probability").decimalValue())
                .isEqualByComparingTo("0.75");
    }

    private List<String> alerts(String argument) {
        List<String> alerts = new ArrayList<>();
        fixture.ok(tool, "{'client_id': 'client_acme', " + argument + "}")
                .at("/alerts")
                .forEach(
                        alert ->
                                alerts.add(
                                        alert.at("/rule_id").asText()
                                                + " "
                                                + alert.at("/because").asText()));
        return alerts;
    }

    @Test
    void whatIsNotSavedSaysWhy() {
        assertThat(notSaved("'save': false")).isEqualTo("save_false");
        assertThat(notSaved("'dry_run': true")).isEqualTo("save_false");
        assertThat(notSaved("'lookback_period_days': 60")).isEqualTo("lookback");
        assertThat(notSaved("'as_of': '2026-05-31'")).isEmpty();
        assertThat(notSaved("'as_of': '2026-05-31'")).isEqualTo("row_exists");
        JsonNode read = fixture.call(tool, READER, "{'client_id': 'client_acme'}").content();
        assertThat(read.at("/not_saved_because").asText()).isEqualTo("scope");
    }

    @Test
    void everyRefusalSaysWhatToSendInstead() {
        JsonNode sum =
                fixture.refused(
                        tool,
                        "{'client_id': 'client_acme', 'usage_weight': 0.5, 'payment_weight': 0.2}");
        assertThat(sum.at("/code").asText()).isEqualTo("invalid_argument");
        assertThat(sum.at("/message").asText())
                .contains("0.7", "engagement_weight", "support_weight", "satisfaction_weight");
        JsonNode portfolio =
                fixture.refused(tool, "{'risk_threshold': 50, 'lookback_period_days': 60}");
        assertThat(portfolio.at("/code").asText()).isEqualTo("invalid_argument");
        assertThat(portfolio.at("/faults").size()).isEqualTo(2);
        assertThat(
                        fixture.refused(tool, "{'client_id': 'client_acme', 'risk_threshold': 0.6}")
                                .at("/message")
                                .asText())
                .isEqualTo(
                        "risk_threshold 0.6 is no score: scores go from 0 to 100; send 60 for 60"
                                + " %");
        JsonNode model =
                fixture.refused(
                        tool, "{'client_id': 'client_acme', 'scoring_model': 'ml_predictive'}");
        assertThat(model.at("/code").asText()).isEqualTo("not_found");
        assertThat(model.at("/message").asText())
                .isEqualTo(
                        "no active health model has this scoring_model; send weighted_composite");
        assertThat(
                        fixture.refused(tool, "{'client_id': 'client_acme', 'as_of': '2026-07-01'}")
                                .at("/field")
                                .asText())
                .isEqualTo("as_of");
        JsonNode scope =
                fixture.call(tool, READER, "{'client_id': 'client_acme', 'save': true}").content();
        assertThat(scope.at("/error/code").asText()).isEqualTo("forbidden");
        assertThat(scope.at("/error/message").asText()).contains("save: false");
        assertThat(fixture.call(tool, READER, "{}").content().at("/error/code").asText())
                .isEqualTo("forbidden");
        database.jdbi().useHandle(db -> db.execute("update clients set status = 'churned'"));
        assertThat(fixture.refused(tool, "{'client_id': 'client_acme'}").at("/code").asText())
                .isEqualTo("failed_precondition");
    }

    @Test
    void thePortfolioIsAJobWhoseHandleComesBackAtOnce() {
        JsonNode first = fixture.ok(tool, "{'wait_seconds': 0}");
        assertThat(first.at("/job/status").asText()).isEqualTo("queued");
        JsonNode again = fixture.ok(tool, "{'wait_seconds': 0}");
        assertThat(again.at("/job/job_id")).isEqualTo(first.at("/job/job_id"));
    }

    private String notSaved(String argument) {
        return fixture.ok(tool, "{'client_id': 'client_acme', " + argument + "}")
                .at("/not_saved_because")
                .asText();
    }

    private long count(String from) {
        return database.count(from);
    }
}
