package io.os199.cs.api.tools.retention;

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
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.retention.risk.RiskRefresh;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The worked examples of the tool over a real database, on 2026-06-30 with the model that ships with the product. */
class IdentifyChurnRiskTest {
    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private TestDatabase database;
    private ToolFixture fixture;
    private Tool<?, ?> tool;

    @BeforeEach
    void open() {
        database = TestDatabase.create(clock);
        database.jdbi().useHandle(RetentionScenes::acme);
        fixture = new ToolFixture(database.database(), clock);
        Jobs jobs = ToolFixture.jobs(database, clock);
        tool =
                new IdentifyChurnRisk(
                        database.database(),
                        new ClientDirectory(),
                        new JobCalls(jobs, new AuditLog(clock)),
                        new Cursors(new Sealer("a key of sixteen bytes"), clock));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void oneClientIsComputedNowWithItsReasonsAndPlays() {
        JsonNode answer = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        JsonNode acme = answer.at("/clients/0");
        assertThat(acme.path("churn_probability").asText()).isEqualTo("0.5909");
        assertThat(acme.path("risk_level").asText()).isEqualTo("critical");
        assertThat(acme.path("expected_loss_amount").asText()).isEqualTo("42543.52");
        assertThat(acme.path("decision_date").asText()).isEqualTo("2026-09-15");
        assertThat(acme.path("renewal_in_days").asInt()).isEqualTo(77);
        assertThat(answer.at("/evidence/log_odds").asDouble()).isBetween(0.36755, 0.36765);
        assertThat(texts(acme.path("contributions"), "feature"))
                .containsExactly(
                        "renewal_in_horizon",
                        "usage_trend_log",
                        "payment_state",
                        "usage_score",
                        "escalation_load_log");
        assertThat(texts(acme.path("contributions"), "contribution"))
                .containsExactly("1.3953", "0.4308", "0.3818", "0.3750", "0.3594");
        JsonNode service = play(acme, "P-SERVICE");
        assertThat(service.at("/expected_effect/probability_after").asText()).isEqualTo("0.4366");
        assertThat(service.at("/expected_effect/arr_protected_amount").asText())
                .isEqualTo("11107.63");
        JsonNode usage = play(acme, "P-USAGE");
        assertThat(usage.at("/expected_effect/probability_after").asText()).isEqualTo("0.4842");
        assertThat(usage.at("/expected_effect/arr_protected_amount").asText()).isEqualTo("7680.19");
        assertThat(acme.path("at_risk_because").toString())
                .contains("health_below_threshold", "probability", "indicator:usage_drop");

        JsonNode without =
                fixture.ok(tool, "{'client_id': 'Acme Corp', 'include_predictions': false}");
        assertThat(without.at("/clients/0").has("churn_probability")).isFalse();
        assertThat(without.path("evidence").has("log_odds")).isFalse();
        assertThat(texts(without.at("/clients/0/recommendations"), "rule_id"))
                .contains("P-SERVICE", "P-USAGE")
                .doesNotContain("P-RENEWAL");
        assertThat(without.toString()).doesNotContain("expected_effect");
    }

    @Test
    void whatTheModelCallsForSaysByWhichFigures() {
        assertThat(play(acme(), "P-RENEWAL").path("because").toString())
                .isEqualTo(
                        "[{\"indicator_key\":\"churn_probability\",\"value\":0.5909,\"threshold\":0.2500},"
                            + "{\"indicator_key\":\"renewal_in_days\",\"value\":77.0000,\"threshold\":90.0000}]");
    }

    @Test
    void aFigureThatIsBetterThanRestoredProtectsNothing() {
        database.execute(
                "insert into survey_responses (client_id, response_id, kind, score, contact_email,"
                        + " responded_at) values ('client_acme', 'response_1', 'nps', 2,"
                        + " 'x@acme.example', '2026-06-20')");
        assertThat(
                        play(acme(), "P-VOICE")
                                .at("/expected_effect/arr_protected_amount")
                                .decimalValue())
                .isPositive();
        database.execute("update health_scores set satisfaction = 75");
        assertThat(play(acme(), "P-VOICE").has("expected_effect")).isFalse();
    }

    private JsonNode acme() {
        return fixture.ok(tool, "{'client_id': 'Acme Corp'}").at("/clients/0");
    }

    @Test
    void thePortfolioIsReadFromTheLastRunAndAddsUp() {
        database.jdbi().useHandle(IdentifyChurnRiskTest::betaAndGamma);
        JsonNode stale = fixture.ok(tool, "{'wait_seconds': 0}");
        assertThat(stale.at("/job/status").asText()).isEqualTo("queued");

        run();
        JsonNode answer = fixture.ok(tool, "{}");
        JsonNode summary = answer.path("summary");
        assertThat(summary.path("total_analyzed_count").asInt()).isEqualTo(3);
        assertThat(summary.path("not_scored_count").asInt()).isEqualTo(1);
        assertThat(summary.path("expected_arr_loss_amount").decimalValue())
                .as("42761.41, but whole days of use make no trend of just 0.1")
                .isBetween(new BigDecimal("42761.40"), new BigDecimal("42761.42"));
        assertThat(summary.path("at_risk_count").asInt()).isEqualTo(1);
        assertThat(summary.path("calibration_note").asText())
                .isEqualTo(
                        "expert prior, not yet learned from this deployment's churn: 0 labelled"
                                + " churns of the 40 (30 train + 10 test) that training needs");
        assertThat(texts(answer.path("clients"), "client_name")).containsExactly("Acme Corp");
        assertThat(answer.at("/clients/0/contributions")).hasSize(3);
        assertThat(answer.at("/clients/0/recommendations")).hasSize(1);

        JsonNode without = fixture.ok(tool, "{'include_predictions': false}");
        assertThat(without.at("/summary/not_scored_count").asInt()).isEqualTo(1);
        assertThat(without.toString())
                .doesNotContain("churn_probability", "expected_effect", "P-RENEWAL");

        JsonNode gamma = fixture.ok(tool, "{'client_id': 'Gamma Inc'}");
        assertThat(gamma.at("/clients/0").has("churn_probability")).isFalse();
        assertThat(gamma.at("/clients/0/coverage_rate").asText()).isEqualTo("0.5857");
        assertThat(gamma.at("/data_gaps/0/reason").asText())
                .startsWith("insufficient_coverage")
                .contains("usage_score", "seat_utilization_rate");

        clock.advance(Duration.ofHours(25));
        assertThat(fixture.ok(tool, "{'wait_seconds': 0}").has("job")).isTrue();
    }

    @Test
    void aKeyThatOnlyReadsIsToldWhatIsStoredHoweverOld() {
        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        assertThat(fixture.call(tool, reader, "{}").content().at("/data_gaps/0/reason").asText())
                .isEqualTo("stale_run: no run yet");
        run();
        assertThat(fixture.call(tool, reader, "{}").content().path("data_gaps")).isEmpty();
        clock.advance(Duration.ofHours(30));
        JsonNode old = fixture.call(tool, reader, "{}").content();
        assertThat(old.at("/clients/0/client_name").asText()).isEqualTo("Acme Corp");
        assertThat(old.at("/data_gaps/0/reason").asText())
                .isEqualTo("stale_run: the last run is 30 hours old");
        assertThat(old.has("job")).isFalse();
        // More rights do not reveal less on a read-only path.
        assertThat(fixture.reading(tool, "{}").at("/data_gaps")).isEqualTo(old.at("/data_gaps"));
        assertThat(fixture.refusedReading(tool, "{'refresh': true}").path("code").asText())
                .isEqualTo("failed_precondition");
    }

    @Test
    void figuresAreOfTheModelThatMadeThemUntilTheNextRun() {
        run();
        JsonNode before = fixture.ok(tool, "{}");
        database.execute("update scoring_models set status = 'retired' where model_id = 'churn'");
        database.execute(
                """
                insert into scoring_models (model_id, model_version, kind, name, stage, calibration, status, weights, thresholds)
                select 'churn', 2, 'churn', 'churn', 'trained', 'full', 'active',
                    jsonb_set(weights, '{intercept}', '-6'), thresholds
                from scoring_models where model_id = 'churn'
                """);
        JsonNode after = fixture.ok(tool, "{}");
        assertThat(after.path("evidence")).isEqualTo(before.path("evidence"));
        assertThat(after.path("clients")).isEqualTo(before.path("clients"));
        assertThat(after.at("/summary/calibration_note").asText()).startsWith("expert prior");

        run();
        JsonNode anew = fixture.ok(tool, "{}");
        assertThat(anew.at("/evidence/model_version").asInt()).isEqualTo(2);
        assertThat(anew.at("/clients/0/churn_probability"))
                .isNotEqualTo(before.at("/clients/0/churn_probability"));
    }

    @Test
    void pagesThroughTheWholeListInItsOrder() {
        database.jdbi()
                .useHandle(
                        db -> {
                            for (int i = 1; i <= 5; i++) {
                                String id = "client_low" + i;
                                RetentionScenes.client(
                                        db,
                                        id,
                                        "Low " + i,
                                        "starter",
                                        i * 1_000,
                                        "2024-01-01",
                                        "2027-01-01");
                                RetentionScenes.health(
                                        db, id, "2026-06-29", 20 + i, 20, 20, 20, 20);
                                db.execute(
                                        "update clients set health_score = ? where client_id = ?",
                                        20 + i,
                                        id);
                            }
                        });
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "update clients set csm = 'Ana' where client_id ="
                                                + " 'client_low3'"));
        run();
        assertThat(texts(fixture.ok(tool, "{'csm': 'ANA'}").path("clients"), "client_name"))
                .containsExactly("Low 3");
        for (String sort : List.of("expected_loss", "probability", "health", "renewal_date")) {
            List<String> whole =
                    texts(
                            fixture.ok(tool, "{'sort': '" + sort + "'}").path("clients"),
                            "client_name");
            assertThat(whole).hasSize(6);
            StringBuilder paged = new StringBuilder();
            String cursor = "";
            do {
                JsonNode page =
                        fixture.ok(tool, "{'sort': '" + sort + "', 'limit': 2" + cursor + "}");
                texts(page.path("clients"), "client_name")
                        .forEach(name -> paged.append(name).append(','));
                assertThat(page.path("total_count").asInt()).isEqualTo(6);
                cursor =
                        page.has("next_cursor")
                                ? ", 'cursor': '" + page.path("next_cursor").asText() + "'"
                                : "";
            } while (!cursor.isEmpty());
            assertThat(paged.toString()).as(sort).isEqualTo(String.join(",", whole) + ",");
        }
        String next =
                fixture.ok(tool, "{'limit': 2, 'wait_seconds': 0, 'include_model_report': true}")
                        .path("next_cursor")
                        .asText();
        assertThat(fixture.ok(tool, "{'cursor': '" + next + "'}").path("clients")).hasSize(4);
        assertThat(
                        fixture.refused(tool, "{'tier': 'starter', 'cursor': '" + next + "'}")
                                .toString())
                .contains("other filters");
    }

    @Test
    void saysWhatToSendInstead() {
        assertThat(fixture.refused(tool, "{'as_of': '2026-01-01'}").toString())
                .contains("is for one client");
        assertThat(
                        fixture.refused(tool, "{'client_id': 'Acme Corp', 'as_of': '2026-07-01'}")
                                .toString())
                .contains("later than today");
        assertThat(fixture.refused(tool, "{'client_id': 'Acme Corp', 'refresh': true}").toString())
                .contains("without refresh");
        assertThat(
                        fixture.refused(
                                        tool,
                                        "{'client_id': 'Acme Corp', 'tier': 'starter', 'csm':"
                                                + " 'Ana'}")
                                .toString())
                .contains("tier is for the portfolio", "csm is for the portfolio");
        assertThat(
                        fixture.refused(
                                        tool,
                                        "{'include_predictions': false, 'sort': 'probability',"
                                                + " 'risk_level': 'high'}")
                                .toString())
                .contains("sort is by what", "health or renewal_date", "risk_level is by what");
        assertThat(fixture.refused(tool, "{'segment_id': 'segment_none'}").toString())
                .contains("No saved segment");
        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        assertThat(fixture.call(tool, reader, "{'refresh': true}").content().toString())
                .contains("cs:write");
        assertThat(fixture.call(tool, reader, "{'retrain': true}").content().toString())
                .contains("cs:admin");
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "update clients set status = 'churned', lifecycle_stage ="
                                                + " 'churned'"));
        assertThat(fixture.refused(tool, "{'client_id': 'Acme Corp'}").toString())
                .contains("analyze_churn_postmortem");
        assertThat(fixture.refused(tool, "{'client_id': 'Acme Corp', 'as_of': '2026-06-30'}"))
                .isEqualTo(fixture.refused(tool, "{'client_id': 'Acme Corp'}"));
    }

    @Test
    void aPastDayIsAnsweredWhereTheClientWasThere() {
        database.jdbi()
                .useHandle(
                        db -> {
                            db.execute(
                                    "update clients set status = 'churned', lifecycle_stage ="
                                            + " 'churned'");
                            db.execute(
                                    "insert into churn_events (client_id, churned_on, reason,"
                                        + " arr_lost_amount) values ('client_acme', '2026-03-23',"
                                        + " 'price', 72000)");
                        });
        assertThat(fixture.refused(tool, acmeOn("2026-06-01")).toString())
                .contains("failed_precondition", "left, on 2026-03-23", "as_of");
        assertThat(fixture.refused(tool, acmeOn("2026-03-23")).toString()).contains("left");
        assertThat(fixture.ok(tool, acmeOn("2026-03-22")).at("/clients")).hasSize(1);
        // There was no ticket then, and so no gap for tickets stored only in their current state.
        assertThat(reasons("2026-03-22")).doesNotContain("as_of_past");
        assertThat(fixture.ok(tool, acmeOn("2025-04-18")).at("/clients")).hasSize(1);
        assertThat(fixture.refused(tool, acmeOn("2025-04-17")).toString())
                .contains("failed_precondition", "a day from 2025-04-18 on");

        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "insert into lifecycle_transitions (client_id, changed_at,"
                                            + " from_stage, to_stage, actor) values ('client_acme',"
                                            + " '2026-05-20 10:00Z', 'churned', 'active', 'ana')"));
        assertThat(fixture.ok(tool, acmeOn("2026-06-01")).at("/clients")).hasSize(1);
        assertThat(reasons("2026-06-29")).contains("as_of_past");
        assertThat(fixture.refused(tool, acmeOn("2026-05-19")).toString()).contains("left");

        // It came back on the very day it left: the order of the two moments says which is later.
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        """
                                        update churn_events set created_at = '2026-03-23 10:00Z';
                                        update lifecycle_transitions set changed_at = '2026-03-23 09:59Z'
                                        where from_stage = 'churned'
                                        """));
        assertThat(fixture.refused(tool, acmeOn("2026-06-01")).toString()).contains("left");
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        """
                                        update lifecycle_transitions set changed_at = '2026-03-23 10:01Z'
                                        where from_stage = 'churned'
                                        """));
        assertThat(fixture.ok(tool, acmeOn("2026-03-23")).at("/clients")).hasSize(1);
        assertThat(fixture.ok(tool, acmeOn("2026-05-19")).at("/clients")).hasSize(1);
    }

    private List<String> reasons(String day) {
        return fixture.ok(tool, acmeOn(day)).path("data_gaps").findValuesAsText("reason");
    }

    private static String acmeOn(String day) {
        return "{'client_id': 'Acme Corp', 'as_of': '" + day + "'}";
    }

    /** Adds Beta Ltd, which is well, and Gamma Inc, whose use is unknown. */
    private static void betaAndGamma(Handle db) {
        RetentionScenes.client(
                db, "client_beta", "Beta Ltd", "enterprise", 120_000, "2023-07-01", "2027-01-16");
        db.execute(
                "update contracts set included_users = 10, auto_renew = true where client_id ="
                        + " 'client_beta'");
        RetentionScenes.health(db, "client_beta", "2026-06-30", 86, 85, 80, 90, 88);
        db.execute("update clients set health_score = 86 where client_id = 'client_beta'");
        db.execute(
                """
                insert into contacts (client_id, contact_id, name, email, role)
                values ('client_beta', 'contact_beta', 'Bea Boss', 'bea@beta.example', 'champion')
                """);
        // Nine users, and 90 days of use such that ln((U30 + 5) / (U60 / 2 + 5)) is 0.1 to four
        // digits.
        RetentionScenes.use(db, "client_beta", RetentionScenes.TODAY, 9, 242, 437);
        db.execute(
                """
                insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction)
                values ('client_beta', '2026-06-20 10:00Z', 'touchpoint_beta', 'call', 'outbound')
                """);
        RetentionScenes.client(
                db, "client_gamma", "Gamma Inc", "starter", 6_000, "2025-07-01", "2027-05-01");
        db.execute(
                """
                insert into contacts (client_id, contact_id, name, email, role)
                values ('client_gamma', 'contact_gamma', 'Gus Gamma', 'gus@gamma.example', 'champion')
                """);
        db.execute(
                """
                insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction)
                values ('client_gamma', '2026-06-20 10:00Z', 'touchpoint_gamma', 'call', 'outbound')
                """);
    }

    private void run() {
        RiskRefresh refresh =
                new RiskRefresh(new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock);
        database.database()
                .write(
                        tx -> {
                            JobOrder order = RiskRefresh.nightly(tx, RetentionScenes.TODAY);
                            RunningJob job =
                                    new RunningJob(
                                            "job_1",
                                            order.tool(),
                                            "system",
                                            order.arguments(),
                                            clock.instant());
                            return refresh.finish(
                                    tx,
                                    job,
                                    List.of(
                                            refresh.work(
                                                    tx,
                                                    job,
                                                    new JobChunk(0, "client_", "client_~", 9))));
                        });
    }

    private static JsonNode play(JsonNode client, String ruleId) {
        return client.path("recommendations")
                .valueStream()
                .filter(each -> each.path("rule_id").asText().equals(ruleId))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(JsonNode items, String field) {
        return items.valueStream().map(item -> item.path(field).asText()).toList();
    }
}
