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
import io.os199.cs.health.HealthScenes;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/** One client's habits over a real database, with the figures of the worked example; and how the job is requested. */
class AnalyzeEngagementPatternsTest {
    private static final Principal READER = new Principal("key_reader", Set.of(Scope.CS_READ));

    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private TestDatabase database;
    private ToolFixture fixture;
    private Tool<?, ?> tool;

    @BeforeEach
    void open() {
        database = TestDatabase.create(clock);
        database.jdbi().useHandle(AnalyzeEngagementPatternsTest::one);
        fixture = new ToolFixture(database.database(), clock);
        Jobs jobs = ToolFixture.jobs(database, clock);
        tool =
                new AnalyzeEngagementPatterns(
                        database.database(),
                        new ClientDirectory(),
                        ClientAnswers.unkept(),
                        new JobCalls(jobs, new AuditLog(clock)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /**
     * Adds a client that uses the product on Mondays only; the newest of them, yesterday, has 40 after the eight of
     * the worked example.
     */
    private static void one(Handle db) {
        HealthScenes.client(db, "client_one", "One Ltd", "standard", 1000);
        db.execute(
                """
                insert into product_users (client_id, user_key, first_seen_on, last_seen_on)
                values ('client_one', 'a', '2026-05-04', '2026-06-29')
                """);
        db.execute(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                select 'client_one', day, 'a', events
                from (values (date '2026-06-29', 40), ('2026-06-22', 100), ('2026-06-15', 104), ('2026-06-08', 96),
                    ('2026-06-01', 102), ('2026-05-25', 98), ('2026-05-18', 100), ('2026-05-11', 110),
                    ('2026-05-04', 90)) used (day, events)
                """);
        // 23:00 on Monday is 04:00 on Tuesday in Tashkent.
        db.execute(
                """
                insert into usage_hourly (client_id, hour_start, event_count, user_count)
                values ('client_one', '2026-06-29 23:00Z', 30, 1), ('client_one', '2026-06-29 08:00Z', 10, 1)
                """);
        db.execute(
                """
                insert into features (feature_id, key, name, is_core)
                values ('feature_1', 'board', 'Board', true), ('feature_2', 'chart', 'Chart', true)
                """);
        db.execute(
                """
                insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
                values ('client_one', '2026-05-25', 'board', 10, 1), ('client_one', '2026-05-25', 'chart', 10, 1),
                    ('client_one', '2026-06-29', 'chart', 10, 1)
                """);
        // Six adopted the board, five of them also the chart; one went on to a third feature.
        db.execute(
                """
                insert into usage_user_features (client_id, feature_key, user_key, first_used_on, last_used_on, use_day_count,
                    adopted_on)
                select 'client_one', 'board', 'u' || n, date '2026-04-01', date '2026-05-31', 5, date '2026-04-10'
                from generate_series(1, 6) n
                union all
                select 'client_one', 'chart', 'u' || n, '2026-04-01', '2026-06-29', 5, '2026-04-10' from generate_series(1, 5) n
                union all
                values ('client_one', 'alert', 'u1', date '2026-04-01', date '2026-06-29', 5, date '2026-04-20'),
                    ('client_one', 'later', 'u2', '2026-06-20', '2026-06-29', 2, null)
                """);
        db.execute(
                """
                insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction, answered_at)
                select 'client_one', at, 'touchpoint_' || kind || at, kind, direction,
                    case when is_answered then at + interval '1 hour' end
                from (
                    select timestamptz '2026-05-05 10:00Z' + n * interval '7 days' as at, 'email' as kind,
                        'outbound' as direction, n = 0 as is_answered
                    from generate_series(0, 5) n
                    union all
                    select timestamptz '2026-05-20 15:30Z' + n * interval '7 days', 'call', 'outbound', n in (0, 1, 4)
                    from generate_series(0, 4) n
                    union all
                    values (timestamptz '2026-06-29 10:00Z', 'email', 'outbound', false),
                        ('2026-06-20 10:00Z', 'email', 'inbound', false)) contact
                """);
        db.execute(
                """
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, opened_at, resolved_at,
                    deleted_at)
                select 'client_one', 'ticket_' || number, 's', 't', 'P3', category, opened, resolved, deleted
                from (values (1, 'bug_report', timestamptz '2026-06-01 09:00Z', timestamptz '2026-06-01 11:00Z',
                        null::timestamptz),
                    (2, 'bug_report', '2026-06-05 09:00Z', null, null), (3, 'bug_report', '2026-06-09 09:00Z', null, null),
                    (4, 'bug_report', '2026-06-24 09:00Z', null, null), (5, 'performance', '2026-05-01 09:00Z', null, null),
                    (6, 'performance', '2026-05-16 09:00Z', null, null), (7, 'other', '2026-05-02 09:00Z', null, null),
                    (8, 'data_issue', '2026-05-03 09:00Z', null, null),
                    (9, 'other', '2026-05-04 09:00Z', null, '2026-05-05 09:00Z')) t (number, category, opened, resolved, deleted)
                """);
        db.execute(
                """
                insert into contacts (client_id, contact_id, name, role, left_company_at)
                values ('client_one', 'contact_1', 'Ada', 'champion', '2026-06-01 00:00Z')
                """);
    }

    @Test
    void aSevereDropIsFoundAgainstTheSameWeekdays() {
        JsonNode answer = fixture.ok(tool, "{'client_id': 'one ltd'}");
        assertThat(answer.path("scope").asText()).isEqualTo("individual");
        assertThat(answer.path("client_name").asText()).isEqualTo("One Ltd");
        assertThat(answer.path("anomaly_count").asInt()).isEqualTo(1);
        JsonNode drop = answer.at("/anomalies/0");
        assertThat(drop.path("metric").asText()).isEqualTo("event_count");
        assertThat(drop.path("direction").asText()).isEqualTo("drop");
        assertThat(drop.path("severity").asText()).isEqualTo("high");
        assertThat(drop.path("from").asText()).isEqualTo("2026-06-29");
        assertThat(drop.path("worst_z").decimalValue()).isEqualTo("-6.0000");
        assertThat(drop.path("deviation_total").decimalValue()).isEqualByComparingTo("-60");
        assertThat(answer.path("portfolio_events")).isEmpty();
        assertThat(rules(answer)).containsExactly("EP_DROP", "EP_SLOT", "EP_CHANNEL", "EP_REPEAT");
        use("2026-06-29", 55);
        JsonNode medium = fixture.ok(tool, "{'client_id': 'client_one'}");
        assertThat(medium.at("/anomalies/0/severity").asText()).isEqualTo("medium");
        assertThat(medium.at("/anomalies/0/worst_z").decimalValue()).isEqualTo("-4.5000");
        assertThat(rules(medium)).doesNotContain("EP_DROP");
        use("2026-06-29", 70);
        JsonNode usual = fixture.ok(tool, "{'client_id': 'client_one'}");
        assertThat(usual.path("anomalies")).isEmpty();
        // Without a flagged day the portfolio was not looked at.
        assertThat(usual.has("portfolio_events")).isFalse();
    }

    private void use(String day, int events) {
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "update usage_daily_users set event_count = ? where day ="
                                                + " ?::date",
                                        events,
                                        day));
    }

    @Test
    void daysAndHoursShowWhenAClientWorks() {
        JsonNode answer = fixture.ok(tool, "{'client_id': 'client_one'}");
        assertThat(answer.path("data_gaps").toString())
                .contains("\"temporal.by_hour\",\"reason\":\"40 of 840 events have an hour\"")
                .doesNotContain("best_slot");
        JsonNode time = answer.path("temporal");
        assertThat(time.at("/by_weekday/0/weekday").asText()).isEqualTo("monday");
        assertThat(time.at("/by_weekday/0/median_event_count").decimalValue()).isEqualTo("96.00");
        assertThat(time.at("/by_weekday/0/share_rate").decimalValue()).isEqualTo("1.0000");
        assertThat(time.at("/by_weekday/1/median_event_count").decimalValue()).isEqualTo("0.00");
        assertThat(time.path("peak_weekday").asText()).isEqualTo("monday");
        assertThat(time.path("by_hour")).hasSize(24);
        assertThat(time.at("/by_hour/23/share_rate").decimalValue()).isEqualTo("0.7500");
        assertThat(time.path("peak_hours").toString()).isEqualTo("[23,8]");
        assertThat(time.path("weekend_share_rate").decimalValue()).isEqualTo("0.0000");
        assertThat(time.path("active_week_rate").decimalValue()).isEqualTo("0.0000");
        JsonNode there =
                fixture.ok(
                        tool,
                        "{'client_id': 'client_one', 'time_zone': 'Asia/Tashkent',"
                                + " 'pattern_types': ['temporal'], 'lookback_period_days': 30}");
        assertThat(there.at("/temporal/peak_hours").toString()).isEqualTo("[4,13]");
        assertThat(there.at("/temporal").has("peak_weekday")).isFalse();
        assertThat(there.has("support")).isFalse();
        assertThat(there.at("/period/period_start").asText()).isEqualTo("2026-06-01");
    }

    @Test
    void featuresAdoptedTogetherInTurnAndLeft() {
        JsonNode use = fixture.ok(tool, "{'client_id': 'client_one'}").path("feature_usage");
        assertThat(use.path("user_count").asInt()).isEqualTo(6);
        assertThat(use.path("pairs")).hasSize(1);
        assertThat(use.at("/pairs/0/feature_a").asText()).isEqualTo("board");
        assertThat(use.at("/pairs/0/together_count").asInt()).isEqualTo(5);
        assertThat(use.at("/pairs/0/confidence_rate").decimalValue()).isEqualTo("1.0000");
        assertThat(use.at("/pairs/0/lift").decimalValue()).isEqualTo("1.00");
        assertThat(use.at("/paths/0/features").toString())
                .isEqualTo("[\"board\",\"chart\",\"alert\"]");
        assertThat(use.path("abandoned").toString())
                .isEqualTo("[{\"feature_key\":\"board\",\"user_count\":6}]");
    }

    @Test
    void contactsShowTheChannelAndTheHourThatAnswer() {
        JsonNode talk = fixture.ok(tool, "{'client_id': 'client_one'}").path("communication");
        assertThat(talk.path("by_kind").findValuesAsText("kind")).containsExactly("call", "email");
        assertThat(talk.at("/by_kind/0/answer_rate").decimalValue()).isEqualTo("0.6000");
        assertThat(talk.at("/by_kind/0/median_answer_hours").decimalValue()).isEqualTo("1.00");
        // Yesterday's mail may still be answered.
        assertThat(talk.at("/by_kind/1/outbound_count").asInt()).isEqualTo(7);
        assertThat(talk.at("/by_kind/1/answer_rate").decimalValue()).isEqualTo("0.1667");
        assertThat(talk.path("inbound_share_rate").decimalValue()).isEqualTo("0.0769");
        JsonNode slot = talk.path("best_slot");
        assertThat(slot.path("weekday").asText()).isEqualTo("wednesday");
        assertThat(slot.path("from_hour").asInt()).isEqualTo(15);
        assertThat(slot.path("to_hour").asInt()).isEqualTo(18);
        assertThat(slot.path("answer_rate").decimalValue()).isEqualTo("0.6000");
        assertThat(slot.path("basis").asText()).isEqualTo("answers");
        database.jdbi().useHandle(db -> db.execute("delete from touchpoints"));
        JsonNode used = fixture.ok(tool, "{'client_id': 'client_one'}");
        assertThat(used.at("/communication/best_slot/basis").asText()).isEqualTo("usage");
        assertThat(used.at("/communication/best_slot/from_hour").asInt()).isEqualTo(21);
        assertThat(rules(used)).doesNotContain("EP_SLOT", "EP_CHANNEL");
        assertThat(used.path("data_gaps").findValuesAsText("field"))
                .contains("temporal.by_hour", "communication.best_slot");
        database.execute("update usage_hourly set event_count = 800 where event_count = 10");
        database.execute("update usage_hourly set event_count = 40 where event_count = 30");
        assertThat(
                        fixture.ok(tool, "{'client_id': 'client_one'}")
                                .path("data_gaps")
                                .findValuesAsText("field"))
                .doesNotContain("temporal.by_hour", "communication.best_slot");
    }

    @Test
    void ticketsShowWhatComesBack() {
        JsonNode support = fixture.ok(tool, "{'client_id': 'client_one'}").path("support");
        assertThat(support.path("ticket_count").asInt()).isEqualTo(8);
        assertThat(support.path("tickets_per_100_active_users").decimalValue()).isEqualTo("800.00");
        assertThat(support.at("/by_category/0/category").asText()).isEqualTo("bug_report");
        assertThat(support.at("/by_category/0/repeat_count").asInt()).isEqualTo(2);
        assertThat(support.path("repeat_rate").decimalValue()).isEqualTo("0.2500");
        assertThat(support.path("median_resolution_hours").decimalValue()).isEqualTo("2.00");
    }

    @Test
    void riskPatternsHoldOnDatedRows() {
        JsonNode answer = fixture.ok(tool, "{'client_id': 'client_one'}");
        assertThat(holding(answer))
                .containsExactly("RP_SUPPORT_BURST", "RP_SPONSOR_LOST", "RP_CORE_DROPPED");
        assertThat(answer.path("data_gaps").findValuesAsText("reason"))
                .contains("0 of 5 churned clients in 365 days");
        assertThat(answer.path("data_gaps").toString()).doesNotContain("update_client_info");
        assertThat(answer.path("user_mix").findValuesAsText("user_count"))
                .containsExactly("0", "1", "0", "0", "0");
        erased("2026-05-31");
        assertThat(holding(fixture.ok(tool, "{'client_id': 'client_one'}")))
                .as("who left and was erased afterwards")
                .contains("RP_SPONSOR_LOST");
        erased("2026-06-01");
        assertThat(holding(fixture.ok(tool, "{'client_id': 'client_one'}")))
                .doesNotContain("RP_SPONSOR_LOST");
        database.jdbi()
                .useHandle(
                        db -> {
                            db.execute(
                                    "delete from usage_daily_users where day in ('2026-06-08',"
                                            + " '2026-06-22', '2026-06-29')");
                            db.execute(
                                    "update touchpoints set answered_at = null where occurred_at >"
                                            + " '2026-06-01'");
                            db.execute("update contacts set left_company_at = '2026-04-01'");
                        });
        assertThat(holding(fixture.ok(tool, "{'client_id': 'client_one'}")))
                .containsExactly(
                        "RP_USAGE_DECLINE", "RP_SUPPORT_BURST", "RP_CORE_DROPPED", "RP_NO_ANSWER");
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "delete from usage_daily_users where day >= '2026-06-08'"));
        assertThat(holding(fixture.ok(tool, "{'client_id': 'client_one'}"))).contains("RP_SILENCE");
    }

    private void erased(String day) {
        database.jdbi()
                .useHandle(
                        db -> {
                            db.execute("update contacts set email = 'erased-1@erased.invalid'");
                            db.execute(
                                    """
                                    insert into email_suppressions (email, scope, reason, source, created_at)
                                    values ('erased-1@erased.invalid', 'all', 'invalid_address', 'erasure', ?::timestamptz)
                                    on conflict (email, scope) do update set created_at = excluded.created_at
                                    """,
                                    day + " 00:00Z");
                        });
    }

    private static List<String> holding(JsonNode answer) {
        return answer.path("risk_patterns")
                .valueStream()
                .filter(risk -> risk.path("holds").asBoolean())
                .map(risk -> risk.path("key").asText())
                .toList();
    }

    @Test
    void aClientWithoutUseIsAnsweredWithWhatIsMissing() {
        database.jdbi()
                .useHandle(db -> HealthScenes.client(db, "client_new", "New Ltd", "starter", 0));
        JsonNode answer = fixture.ok(tool, "{'client_id': 'client_new'}");
        assertThat(answer.path("client_count").asInt()).isEqualTo(1);
        assertThat(answer.path("anomalies")).isEmpty();
        assertThat(answer.at("/temporal").has("active_week_rate")).isFalse();
        assertThat(answer.at("/communication").has("best_slot")).isFalse();
        assertThat(answer.at("/support").has("repeat_rate")).isFalse();
        assertThat(holding(answer)).isEmpty();
        assertThat(answer.path("data_gaps").findValuesAsText("field"))
                .contains("user_mix", "anomalies");
        JsonNode bare =
                fixture.ok(
                        tool,
                        "{'client_id': 'client_new', 'anomaly_detection': false,"
                                + " 'predictive_insights': false}");
        assertThat(bare.has("anomalies")).isFalse();
        assertThat(bare.path("data_gaps").findValuesAsText("field")).containsExactly("user_mix");
    }

    @Test
    void aPortfolioIsAJobAndEveryFaultIsNamed() {
        JsonNode all = fixture.ok(tool, "{'wait_seconds': 0}");
        assertThat(all.at("/job/status").asText()).isEqualTo("queued");
        JsonNode again = fixture.ok(tool, "{'wait_seconds': 0, 'time_zone': 'UTC'}");
        assertThat(again.at("/job/job_id")).isEqualTo(all.at("/job/job_id"));
        JsonNode read = fixture.call(tool, READER, "{'wait_seconds': 0}").content();
        assertThat(read.at("/job/status").asText()).isEqualTo("queued");
        assertThat(jobsThatWrite(true)).isEqualTo(1);
        assertThat(jobsThatWrite(false)).isEqualTo(1);
        assertThat(faults("'analysis_scope': 'individual'")).containsExactly("client_id");
        assertThat(faults("'analysis_scope': 'segment', 'time_zone': 'Nowhere'"))
                .containsExactly("segment_id", "time_zone");
        assertThat(faults("'tier': 'starter', 'client_id': 'client_one'"))
                .containsExactly("analysis_scope");
        assertThat(faults("'analysis_scope': 'all_customers', 'client_id': 'client_one'"))
                .containsExactly("client_id");
        assertThat(faults("'lookback_period_days': 6")).containsExactly("lookback_period_days");
        JsonNode segment =
                fixture.refused(tool, "{'analysis_scope': 'segment', 'segment_id': 'segment_x'}");
        assertThat(segment.path("code").asText()).isEqualTo("not_found");
        assertThat(fixture.refused(tool, "{'client_id': 'nobody'}").path("code").asText())
                .isEqualTo("not_found");
    }

    private int jobsThatWrite(boolean writes) {
        return database.jdbi()
                .withHandle(
                        db ->
                                db.createQuery(
                                                "select count(*) from jobs where (arguments ->>"
                                                        + " 'writes')::boolean = :writes")
                                        .bind("writes", writes)
                                        .mapTo(Integer.class)
                                        .one());
    }

    private List<String> faults(String arguments) {
        JsonNode error = fixture.refused(tool, "{" + arguments + "}");
        assertThat(error.path("code").asText()).isEqualTo("invalid_argument");
        List<String> several = error.path("faults").findValuesAsText("field");
        return several.isEmpty() ? List.of(error.path("field").asText()) : several;
    }

    private static List<String> rules(JsonNode answer) {
        return answer.path("recommendations").findValuesAsText("rule_id");
    }
}
