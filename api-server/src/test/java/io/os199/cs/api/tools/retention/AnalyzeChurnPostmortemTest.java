package io.os199.cs.api.tools.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Timeline;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.json.Json;
import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.retention.postmortem.ChurnPatternsWork;
import io.os199.cs.retention.postmortem.PatternsOrder;
import io.os199.cs.retention.postmortem.PostmortemRecords;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** The worked examples of the tool over a real database, on 2026-07-10. */
class AnalyzeChurnPostmortemTest {
    private final TestClock clock = new TestClock("2026-07-10T12:00:00Z");
    private TestDatabase database;
    private ToolFixture fixture;
    private Jobs jobs;
    private AnalyzeChurnPostmortem tool;

    @BeforeEach
    void open() {
        database = TestDatabase.create(clock);
        fixture = new ToolFixture(database.database(), clock);
        AuditLog audit = new AuditLog(clock);
        jobs = ToolFixture.jobs(database, clock);
        tool =
                new AnalyzeChurnPostmortem(
                        database.database(),
                        new ClientDirectory(),
                        new PostmortemRecords(new Timeline(), audit, ClientAnswers.unkept()),
                        new JobCalls(jobs, audit));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Adds Acme Corp, which left on 2026-06-30 and was not contacted from February on. */
    private void acme() {
        database.jdbi()
                .useHandle(
                        db -> {
                            RetentionScenes.client(
                                    db,
                                    RetentionScenes.ACME,
                                    "Acme Corp",
                                    "professional",
                                    72_000,
                                    "2024-12-30",
                                    "2026-12-30");
                            left(db, RetentionScenes.ACME, "2026-06-30", 72_000);
                            sign(db, "usage_drop", "high", "2026-01-05");
                            sign(db, "nps_detractor", "medium", "2026-03-02");
                            sign(db, "champion_left", "high", "2026-04-01");
                            db.execute(
                                    """
                                    insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction)
                                    select 'client_acme', day, 'touchpoint_' || day::date, 'call', 'outbound'
                                    from generate_series('2025-01-10'::timestamptz, '2026-02-10', interval '7 days') day
                                    union all select 'client_acme', '2026-02-10 10:00Z', 'touchpoint_last', 'call', 'outbound'
                                    """);
                        });
    }

    private static void left(Handle db, String id, String day, int arr) {
        db.execute(
                "insert into churn_events (client_id, churned_on, reason, arr_lost_amount) values"
                        + " (?, ?::date, 'It said: too dear', ?)",
                id,
                day,
                arr);
        db.execute(
                """
                insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
                values (?, ?::date, ?, 'churn', ?)
                """,
                id,
                day,
                "movement_left_" + id,
                -arr);
        db.execute(
                "update clients set status = 'churned', lifecycle_stage = 'churned', contract_value"
                        + " = 0 where client_id = ?",
                id);
        db.execute(
                "update contracts set status = 'terminated', terminated_on = ?::date where"
                        + " client_id = ?",
                day,
                id);
    }

    private static void sign(Handle db, String key, String severity, String day) {
        sign(db, RetentionScenes.ACME, key, severity, day);
    }

    private static void sign(Handle db, String id, String key, String severity, String day) {
        db.execute(
                """
                insert into risk_indicators (client_id, indicator_key, category, severity, detected_at)
                values (?, ?, 'usage', ?, ?::timestamptz)
                """,
                id,
                "risk." + key,
                severity,
                day + "T03:00Z");
    }

    @Test
    void saysWhatWasSeenAndWhatWasNotDone() {
        acme();
        JsonNode answer = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        assertThat(answer.path("tenure_days").asInt()).isEqualTo(547);
        assertThat(answer.path("lifetime_revenue_amount").asText()).isEqualTo("107901.37");
        assertThat(answer.path("arr_lost_amount").asText()).isEqualTo("72000.00");
        assertThat(texts(answer.path("warning_signs"), "indicator_key"))
                .containsExactly("usage_drop", "nps_detractor", "champion_left");
        assertThat(texts(answer.path("warning_signs"), "lead_time_days"))
                .containsExactly("176", "120", "90");
        assertThat(texts(answer.path("warning_signs"), "origin")).containsOnly("recorded");
        assertThat(texts(answer.path("missed"), "rule_id"))
                .containsExactly("M-REVIEW", "M-CAMPAIGN", "M-VOICE", "M-CHAMPION");
        assertThat(texts(answer.path("missed"), "should_have_happened_by"))
                .containsExactly("2026-01-01", "2026-02-04", "2026-03-09", "2026-04-15");
        assertThat(answer.at("/actions_taken/last_two_way_touch_on").asText())
                .isEqualTo("2026-02-10");
        assertThat(answer.path("reason_agreement").asText()).isEqualTo("no_reason_recorded");
        assertThat(answer.at("/churn/reason_text").asText()).isEqualTo("It said: too dear");
        assertThat(answer.at("/churn/untrusted").asBoolean()).isTrue();
        assertThat(answer.path("trajectory")).hasSize(12);
    }

    @Test
    void whatBeganBeforeTheLookbackIsNotHeldAgainstAnybody() {
        acme();
        JsonNode answer = fixture.ok(tool, "{'client_id': 'Acme Corp', 'lookback_days': 90}");
        assertThat(texts(answer.path("warning_signs"), "indicator_key"))
                .containsExactly("usage_drop", "nps_detractor", "champion_left");
        assertThat(texts(answer.path("missed"), "rule_id"))
                .as("who looks back 90 days sees no call of the time before")
                .containsExactly("M-REVIEW");
    }

    @Test
    void beforeTheFirstRunTheSignsAreReplayedFromHistory() {
        acme();
        database.jdbi()
                .useHandle(
                        db -> {
                            db.execute("delete from risk_indicators");
                            db.execute("delete from touchpoints where occurred_at > '2026-01-01'");
                            db.execute(
                                    """
                                    insert into contacts (client_id, contact_id, name, email, role, left_company_at)
                                    values ('client_acme', 'contact_1', 'C. Champion', 'c@acme.example', 'champion', '2026-03-20')
                                    """);
                            RetentionScenes.use(
                                    db,
                                    RetentionScenes.ACME,
                                    LocalDate.parse("2026-06-15"),
                                    5,
                                    10,
                                    400);
                        });
        JsonNode answer = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        assertThat(texts(answer.path("warning_signs"), "origin")).containsOnly("replayed");
        JsonNode champion = sign(answer, "champion_left");
        assertThat(champion.path("first_detected_on").asText())
                .as("the first of the days 30 apart after 03-20")
                .isEqualTo("2026-04-01");
        JsonNode touch = sign(answer, "no_touch");
        assertThat(touch.path("episode_count").asInt()).isEqualTo(1);
        assertThat(answer.path("data_gaps").toString()).contains("replayed, every 30 days");
        assertThat(
                        answer.path("trajectory")
                                .valueStream()
                                .filter(point -> point.path("origin").asText().equals("recorded")))
                .isEmpty();
    }

    @Test
    void whatPeopleFoundIsKeptOnceWithTheAnalysisOfTheMoment() {
        acme();
        String record =
                "{'action': 'record', 'client_id': 'Acme Corp', 'version': 1, 'reason':"
                        + " 'champion_left', 'secondary_reasons': ['price'], 'lessons': ['Know two"
                        + " people'], 'idempotency_key': 'k1'}";
        JsonNode dry =
                fixture.ok(tool, record.replace("'idempotency_key': 'k1'", "'dry_run': true"));
        assertThat(dry.path("is_dry_run").asBoolean()).isTrue();
        JsonNode first = fixture.ok(tool, record);
        assertThat(first.at("/churn/version").asInt()).isEqualTo(2);
        assertThat(first.path("reason_agreement").asText()).isEqualTo("supported");
        assertThat(fixture.ok(tool, record)).as("the same key").isEqualTo(first);
        assertThat(fixture.refused(tool, record.replace("k1", "k2")).toString())
                .contains("conflict", "version 1 is not the current one, 2");

        JsonNode second =
                fixture.ok(
                        tool,
                        "{'action': 'record', 'client_id': 'Acme Corp', 'version': 2, 'reason':"
                                + " 'competitor', 'competitor': 'Globex'}");
        assertThat(second.has("reason_agreement")).isFalse();
        assertThat(second.at("/churn/lessons/0/lesson_text").asText()).isEqualTo("Know two people");
        assertThat(second.at("/churn/secondary_reasons/0").asText()).isEqualTo("price");
        String kept =
                database.jdbi()
                        .withHandle(
                                db ->
                                        db.createQuery("select postmortem::text from churn_events")
                                                .mapTo(String.class)
                                                .one());
        assertThat(Json.read(kept, JsonNode.class).at("/analysis/missed")).hasSize(4);
        long events =
                database.jdbi()
                        .withHandle(
                                db ->
                                        db.createQuery(
                                                        "select count(*) from timeline_events where"
                                                                + " type = 'risk'")
                                                .mapTo(Long.class)
                                                .one());
        assertThat(events).isEqualTo(2);
    }

    @Test
    void signsAreHeldAgainstThoseWhoStayed() {
        database.jdbi()
                .useHandle(
                        db -> {
                            for (int i = 0; i < 210; i++) {
                                String id = "client_%03d".formatted(i);
                                RetentionScenes.client(
                                        db,
                                        id,
                                        "Client " + i,
                                        "starter",
                                        1_000,
                                        "2024-01-01",
                                        "2027-01-01");
                                db.execute(
                                        """
                                        insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction)
                                        select ?, day, ? || day::date, 'call', 'outbound'
                                        from generate_series('2025-06-01'::timestamptz, '2026-07-10', interval '20 days') day
                                        """,
                                        id,
                                        "touchpoint_" + id);
                                if (i < 10) {
                                    left(db, id, "2026-06-01", 1_000);
                                }
                                if (i < 7 || (i >= 10 && i < 30)) {
                                    sign(db, id, "champion_left", "high", "2026-03-03");
                                }
                                if (i < 4) {
                                    sign(db, id, "csat_low", "medium", "2026-03-03");
                                }
                            }
                        });
        JsonNode job = fixture.ok(tool, "{'action': 'patterns', 'wait_seconds': 0}");
        assertThat(job.at("/job/status").asText()).isEqualTo("queued");

        assertThat(patterns(new BigDecimal(2_000)).path("live_at_start_count").asInt())
                .as("nobody brings that much, and nobody who left did")
                .isZero();
        JsonNode patterns = patterns(null);
        assertThat(patterns.path("churned_client_count").asInt()).isEqualTo(10);
        assertThat(patterns.path("logo_churn_rate").asText()).isEqualTo("0.0476");
        assertThat(patterns.path("arr_lost_amount").asText()).isEqualTo("10000.00");
        assertThat(patterns.path("retained_count").asInt()).isEqualTo(200);
        JsonNode champion = patterns.at("/signs/0");
        assertThat(patterns.path("signs")).as("of csat_low there are fewer than 5").hasSize(1);
        assertThat(champion.path("indicator_key").asText()).isEqualTo("champion_left");
        assertThat(champion.path("share_of_churned_rate").asText()).isEqualTo("0.7000");
        assertThat(champion.path("share_of_retained_rate").asText()).isEqualTo("0.1000");
        assertThat(champion.path("lift").asText()).isEqualTo("7.00");
        assertThat(champion.path("median_lead_time_days").asText()).isEqualTo("90.00");
        assertThat(patterns.at("/by_tenure/0/key").asText()).isEqualTo("2_to_4_years");
        assertThat(patterns.at("/missed/0/rule_id").asText()).isEqualTo("M-CAMPAIGN");
        assertThat(patterns.at("/missed/0/client_count").asInt()).isEqualTo(7);
        assertThat(patterns.at("/recommendations/0/priority").asText()).isEqualTo("high");

        database.execute(
                "insert into churn_events (client_id, churned_on, reason, arr_lost_amount) values"
                        + " ('client_000', '2026-05-02', 'It said: a pause', 0)");
        JsonNode twice = patterns(null);
        assertThat(twice.path("churned_client_count").asInt())
                .as("one client that left twice is one client")
                .isEqualTo(10);
        assertThat(texts(twice.path("signs"), "churned_with_sign_count"))
                .as("and showed each sign once: csat_low was shown by four")
                .containsExactly("7");
        assertThat(twice.at("/signs/0/share_of_churned_rate").asText()).isEqualTo("0.7000");

        database.execute("update clients set contract_value = 500 where status <> 'churned'");
        JsonNode alone = patterns(new BigDecimal(1_000));
        assertThat(alone.path("retained_count").asInt()).isZero();
        assertThat(alone.at("/signs/0/share_of_churned_rate").asText()).isEqualTo("0.7000");
        assertThat(alone.at("/signs/0").hasNonNull("share_of_retained_rate"))
                .as("a share of nobody is not 0")
                .isFalse();
        assertThat(alone.at("/signs/0").hasNonNull("lift")).isFalse();
        assertThat(gaps(job.at("/job/job_id").asText(), alone))
                .containsExactly("signs.share_of_retained_rate");
    }

    @Test
    void saysWhatToSendInstead() {
        database.jdbi().useHandle(RetentionScenes::acme);
        assertThat(fixture.refused(tool, "{'client_id': 'Acme Corp'}").toString())
                .contains("failed_precondition", "has not churned", "manage_lifecycle_stages");
        database.execute("update clients set status = 'churned', lifecycle_stage = 'churned'");
        assertThat(fixture.refused(tool, "{'client_id': 'Acme Corp'}").toString())
                .contains("failed_precondition", "nothing says when", "churn_reason");
        database.jdbi().useHandle(db -> left(db, RetentionScenes.ACME, "2026-06-30", 72_000));
        assertThat(
                        fixture.refused(
                                        tool,
                                        "{'client_id': 'Acme Corp', 'churn_date': '2026-05-01'}")
                                .toString())
                .contains("not_found", "2026-06-30");
        assertThat(
                        fixture.refused(
                                        tool,
                                        "{'action': 'record', 'client_id': 'Acme Corp', 'version':"
                                                + " 1, 'secondary_reasons': ['weather']}")
                                .toString())
                .contains("secondary_reasons[0]", "champion_left");
        assertThat(
                        fixture.refused(tool, "{'action': 'record', 'client_id': 'Acme Corp'}")
                                .toString())
                .contains("version is required by action record");
        assertThat(
                        fixture.refused(
                                        tool,
                                        "{'action': 'patterns', 'period_start': '2026-09-01'}")
                                .toString())
                .contains("is not before period_end");
        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        assertThat(
                        fixture.call(
                                        tool,
                                        reader,
                                        "{'action': 'record', 'client_id': 'Acme Corp', 'version':"
                                                + " 1}")
                                .content()
                                .toString())
                .contains("cs:write");
        JsonNode later = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        assertThat(later.path("data_gaps").toString()).doesNotContain("activity_after_churn");
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        """
                                        insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction)
                                        values ('client_acme', '2026-07-05 10:00Z', 'touchpoint_late', 'call', 'outbound')
                                        """));
        assertThat(fixture.ok(tool, "{'client_id': 'Acme Corp'}").path("data_gaps").toString())
                .contains("activity_after_churn");
    }

    /** Returns the worker's answer to a call with this minimum ARR. */
    private JsonNode patterns(@Nullable BigDecimal minArrAmount) {
        PatternsOrder order =
                new PatternsOrder(
                        LocalDate.parse("2025-07-11"),
                        LocalDate.parse("2026-07-11"),
                        null,
                        null,
                        null,
                        minArrAmount);
        RunningJob job =
                new RunningJob(
                        "job_1",
                        ChurnPatternsWork.TOOL,
                        "key_ana",
                        Json.tree(order),
                        clock.instant());
        return database.database().write(tx -> new ChurnPatternsWork().run(tx, job));
    }

    /** Returns what the tool says is absent from this result of a job. */
    private List<String> gaps(String jobId, JsonNode result) {
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        """
                                        update jobs set status = 'completed', result = ?::jsonb,
                                            finished_at = '2026-07-10 12:00Z', expires_at = '2026-07-11 12:00Z'
                                        where job_id = ?
                                        """,
                                        result.toString(),
                                        jobId));
        return texts(
                Json.tree(tool.answer(jobs.find(jobId).orElseThrow())).path("data_gaps"), "field");
    }

    private static JsonNode sign(JsonNode answer, String key) {
        return answer.path("warning_signs")
                .valueStream()
                .filter(each -> each.path("indicator_key").asText().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(JsonNode items, String field) {
        return items.valueStream().map(item -> item.path(field).asText()).toList();
    }
}
