package io.os199.cs.api.tools.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.HealthScenes;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.os199.cs.usage.UsagePeriods;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Set;

/** The tool over a real database, with the figures of the worked example. */
class TrackUsageEngagementTest {
    private static final Principal READER = new Principal("key_reader", Set.of(Scope.CS_READ));
    private static final String PERIOD =
            "{'client_id': 'client_proof', 'period_start': '2026-06-10', 'period_end':"
                    + " '2026-06-20'}";

    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private TestDatabase database;
    private ToolFixture fixture;
    private Tool<?, ?> tool;

    @BeforeEach
    void open() {
        database = TestDatabase.create(clock);
        database.jdbi().useHandle(TrackUsageEngagementTest::proof);
        fixture = new ToolFixture(database.database(), clock);
        tool =
                new TrackUsageEngagement(
                        database.database(),
                        new ClientDirectory(),
                        ClientAnswers.unkept(),
                        new UsagePeriods(),
                        new HealthModels());
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Adds 4 seats; a, b and c were active on 8, 2 and 0 of 10 days, and on 8, 5 and 6 of the 10 days before. */
    private static void proof(Handle db) {
        HealthScenes.client(db, "client_proof", "Proof Ltd", "standard", 1000);
        db.execute(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, tier, included_users)
                values ('client_proof', 'contract_1', 'new', 1000, '2026-01-01', 'standard', 4)
                """);
        db.execute(
                """
                insert into contacts (client_id, contact_id, email) values ('client_proof', 'contact_b', 'bo@example.com')
                """);
        db.execute(
                """
                insert into product_users (client_id, user_key, role, contact_id, first_seen_on, last_seen_on)
                values ('client_proof', 'a@example.com', 'analyst', null, '2026-05-01', '2026-06-17'),
                    ('client_proof', 'b', '', 'contact_b', '2026-05-01', '2026-06-11'),
                    ('client_proof', 'c', null, null, '2026-05-01', '2026-06-09'),
                    ('client_proof', 'later', null, null, '2026-06-20', '2026-06-20')
                """);
        db.execute(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count, session_count, minutes)
                select 'client_proof', date '2026-06-10' + n, u, 10, 2, 7.5
                from (values ('a@example.com', 8), ('b', 2)) used (u, days), generate_series(0, days - 1) n
                union all
                select 'client_proof', date '2026-06-09' - n, u, events, 1, 30
                from (values ('a@example.com', 8, 10), ('b', 5, 10), ('c', 6, 5)) used (u, days, events),
                    generate_series(0, days - 1) n
                """);
        db.execute(
                """
                insert into features (feature_id, key, name, category, is_core, min_tier, released_on)
                values ('feature_1', 'board', 'Board', 'work', true, 'starter', null),
                    ('feature_2', 'chart', 'Chart', 'work', false, 'standard', '2026-06-19'),
                    ('feature_3', 'merge', 'Merge', 'work', true, 'standard', null),
                    ('feature_4', 'audit', 'Audit', 'work', true, 'enterprise', null),
                    ('feature_5', 'next', 'Next', 'work', true, 'starter', '2026-06-20')
                """);
        db.execute(
                """
                insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
                values ('client_proof', '2026-06-10', 'board', 60, 2), ('client_proof', '2026-06-11', 'board', 20, 1),
                    ('client_proof', '2026-06-12', 'beta', 5, 1), ('client_proof', '2026-06-03', 'board', 100, 3),
                    ('client_proof', '2026-06-03', 'merge', 60, 3)
                """);
        // Wednesday 2026-06-10 20:00 UTC is Thursday 01:00 in Tashkent.
        db.execute(
                """
                insert into usage_hourly (client_id, hour_start, event_count, user_count)
                values ('client_proof', '2026-06-10 20:00Z', 40, 2), ('client_proof', '2026-06-13 09:00Z', 60, 1),
                    ('client_proof', '2026-06-09 09:00Z', 30, 1)
                """);
    }

    @Test
    void usersDaysAndEventsOfAPeriodAreCounted() {
        JsonNode answer = fixture.ok(tool, PERIOD);
        JsonNode use = answer.path("engagement");
        assertThat(use.path("active_user_count").asInt()).isEqualTo(2);
        assertThat(use.path("known_user_count").asInt()).isEqualTo(3);
        assertThat(use.path("licensed_user_count").asInt()).isEqualTo(4);
        assertThat(use.path("activation_rate").decimalValue()).isEqualTo("0.5000");
        assertThat(use.path("over_licensed_user_count").asInt()).isZero();
        assertThat(answer.at("/evidence/user_day_count").asInt()).isEqualTo(10);
        assertThat(use.path("mean_daily_active_users").decimalValue()).isEqualTo("1.00");
        assertThat(use.path("stickiness_rate").decimalValue()).isEqualTo("0.5000");
        assertThat(use.path("weekly_active_user_count").asInt()).isEqualTo(1);
        assertThat(use.path("last_active_on").asText()).isEqualTo("2026-06-17");
        assertThat(use.path("mean_session_minutes").decimalValue()).isEqualTo("3.75");
        assertThat(use.path("sessions_per_active_user").decimalValue()).isEqualTo("10.00");
        JsonNode events = answer.at("/vs_previous_period/2");
        assertThat(events.path("metric").asText()).isEqualTo("event_count");
        assertThat(events.path("current").asInt()).isEqualTo(100);
        assertThat(events.path("previous").asInt()).isEqualTo(160);
        assertThat(events.path("change_percent").decimalValue()).isEqualTo("-37.50");
        assertThat(answer.path("trend").asText()).isEqualTo("down");
        assertThat(answer.at("/evidence/cut_at").asText()).isEqualTo("2026-06-19T23:59:59.999999Z");
    }

    @Test
    void usersAreSortedByTheirUseAndADeclineRaisesTheAlarm() {
        JsonNode answer = fixture.ok(tool, PERIOD);
        assertThat(answer.path("cohorts").findValuesAsText("cohort"))
                .containsExactly("power", "regular", "occasional", "at_risk", "inactive");
        assertThat(answer.path("cohorts").findValuesAsText("user_count"))
                .containsExactly("1", "0", "0", "1", "1");
        assertThat(answer.at("/cohorts/0/mean_active_days").decimalValue()).isEqualTo("8.00");
        assertThat(answer.at("/cohorts/3/share_rate").decimalValue()).isEqualTo("0.3333");
        assertThat(answer.path("lapsed_user_count").asInt()).isEqualTo(1);
        assertThat(answer.path("at_risk_users")).hasSize(1);
        JsonNode b = answer.at("/at_risk_users/0");
        assertThat(b.path("user_key").asText()).isEqualTo("b");
        assertThat(b.path("contact_email").asText()).isEqualTo("bo@example.com");
        assertThat(b.path("active_days").asInt()).isEqualTo(2);
        assertThat(b.path("previous_active_days").asInt()).isEqualTo(5);
        assertThat(b.path("last_active_on").asText()).isEqualTo("2026-06-11");
        assertThat(answer.path("alerts").findValuesAsText("rule_id"))
                .containsExactly("UE_DECLINE", "UE_AT_RISK_USERS");
        assertThat(answer.path("recommendations").findValuesAsText("rule_id"))
                .containsExactly("UE_DECLINE", "UE_AT_RISK_USERS", "UE_SHALLOW");
        assertThat(answer.at("/recommendations/1/because").asText())
                .isEqualTo("1 of 3 users active before are at risk");
        JsonNode read = fixture.call(tool, READER, PERIOD).content();
        assertThat(read.at("/at_risk_users/0/contact_email").asText())
                .isEqualTo("b***@example.com");
    }

    @Test
    void aTrendBeginsAtTenPercentAndHoursAreOfFourteenDaysAtMost() {
        assertThat(trendOf(11_000, 10_000)).isEqualTo("up");
        assertThat(trendOf(10_999, 10_000)).isEqualTo("flat");
        assertThat(trendOf(9_001, 10_000)).isEqualTo("flat");
        assertThat(trendOf(9_000, 10_000)).isEqualTo("down");
        assertThat(trendOf(1, 0)).isEqualTo("up");
        assertThat(trendOf(0, 0)).isEmpty();
        JsonNode hourly =
                fixture.refused(
                        tool,
                        "{'client_id': 'client_proof', 'granularity': 'hourly', 'period_start':"
                                + " '2026-06-01', 'period_end': '2026-06-16'}");
        assertThat(hourly.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(hourly.path("message").asText()).contains("14", "15");
    }

    private String trendOf(int events, int before) {
        database.jdbi()
                .useHandle(
                        db -> {
                            db.execute("delete from usage_daily_users");
                            db.execute(
                                    """
                                    insert into usage_daily_users (client_id, day, user_key, event_count)
                                    select 'client_proof', day, 'a@example.com', events
                                    from (values (date '2026-06-10', ?::int), ('2026-06-09', ?)) used (day, events)
                                    where events > 0
                                    """,
                                    events,
                                    before);
                        });
        return fixture.ok(tool, PERIOD).path("trend").asText();
    }

    @Test
    void featuresAreThoseAvailableOnTheLastDayAndThoseUsed() {
        JsonNode features = fixture.ok(tool, PERIOD).path("features");
        assertThat(features.path("available_count").asInt()).isEqualTo(3);
        assertThat(features.path("used_count").asInt()).isEqualTo(2);
        assertThat(features.path("breadth_rate").decimalValue()).isEqualTo("0.3333");
        assertThat(features.path("top").findValuesAsText("feature_key"))
                .containsExactly("board", "beta");
        assertThat(features.at("/top/0/event_count").asInt()).isEqualTo(80);
        assertThat(features.at("/top/0/user_day_count").asInt()).isEqualTo(3);
        assertThat(features.at("/top/0/change_percent").decimalValue()).isEqualTo("-20.00");
        assertThat(features.at("/top/1").has("name")).isFalse();
        assertThat(features.path("unused").findValuesAsText("feature_key"))
                .containsExactly("merge", "chart");
    }

    @Test
    void rolesSeriesAndHoursAddUpToThePeriod() {
        JsonNode answer = fixture.ok(tool, PERIOD);
        assertThat(answer.path("by_role").findValuesAsText("role"))
                .containsExactly("analyst", "unknown");
        assertThat(answer.at("/by_role/1/known_user_count").asInt()).isEqualTo(2);
        assertThat(answer.at("/by_role/1/active_user_count").asInt()).isEqualTo(1);
        assertThat(answer.path("series")).hasSize(10);
        assertThat(answer.at("/series/0/bucket_start").asText()).isEqualTo("2026-06-10");
        assertThat(answer.at("/series/1/active_user_count").asInt()).isEqualTo(2);
        assertThat(answer.at("/series/9/event_count").asInt()).isZero();
        assertThat(answer.at("/heatmap/event_counts/2/20").asInt()).isEqualTo(40);
        assertThat(answer.at("/heatmap/event_counts/5/9").asInt()).isEqualTo(60);
        assertThat(answer.at("/heatmap/peak_hours").toString()).isEqualTo("[9,20]");
        assertThat(answer.at("/heatmap/peak_weekdays/0").asText()).isEqualTo("saturday");
        assertThat(answer.at("/heatmap/weekend_share_rate").decimalValue()).isEqualTo("0.6000");
        JsonNode there = fixture.ok(tool, PERIOD.replace("}", ", 'time_zone': 'Asia/Tashkent'}"));
        assertThat(there.at("/heatmap/event_counts/3/1").asInt()).isEqualTo(40);
        JsonNode weekly = fixture.ok(tool, PERIOD.replace("}", ", 'granularity': 'weekly'}"));
        assertThat(weekly.at("/series").findValuesAsText("bucket_start"))
                .containsExactly("2026-06-08", "2026-06-15");
        assertThat(weekly.at("/series/0/event_count").asInt()).isEqualTo(70);
        assertThat(weekly.at("/series/0/is_partial").asBoolean()).isTrue();
        JsonNode hourly =
                fixture.ok(
                        tool,
                        "{'client_id': 'client_proof', 'period_start': '2026-06-10',"
                                + " 'period_end': '2026-06-12', 'granularity': 'hourly'}");
        // On the 11th there was use, but at unknown hours.
        assertThat(hourly.path("series")).hasSize(24);
        assertThat(hourly.path("data_gaps").findValuesAsText("reason"))
                .contains("of 1 of 2 days not all events have an hour; they are left out");
        assertThat(hourly.at("/series/20/bucket_start").asText()).isEqualTo("2026-06-10T20:00:00Z");
        assertThat(hourly.at("/series/20/active_user_count").asInt()).isEqualTo(2);
        assertThat(hourly.at("/series/20").has("session_count")).isFalse();
        database.execute(
                """
                insert into usage_hourly (client_id, hour_start, event_count, user_count)
                values ('client_proof', '2026-06-11 09:00Z', 20, 2)
                """);
        JsonNode known =
                fixture.ok(
                        tool,
                        "{'client_id': 'client_proof', 'period_start': '2026-06-10',"
                                + " 'period_end': '2026-06-12', 'granularity': 'hourly'}");
        assertThat(known.path("series")).hasSize(48);
        assertThat(known.path("data_gaps").findValuesAsText("field")).doesNotContain("series");
    }

    @Test
    void todayIsShownAndNotCompared() {
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        """
                                        insert into usage_daily_users (client_id, day, user_key, event_count)
                                        values ('client_proof', '2026-06-30', 'c', 500)
                                        """));
        JsonNode answer = fixture.ok(tool, "{'client_id': 'Proof Ltd'}");
        assertThat(answer.at("/period/period_start").asText()).isEqualTo("2026-06-01");
        assertThat(answer.at("/period/period_end").asText()).isEqualTo("2026-07-01");
        assertThat(answer.at("/period/complete_day_count").asInt()).isEqualTo(29);
        assertThat(answer.at("/engagement/event_count").asInt()).isEqualTo(760);
        assertThat(answer.at("/vs_previous_period/2/current").asInt()).isEqualTo(260);
        assertThat(answer.at("/series/28/is_partial").asBoolean()).isFalse();
        assertThat(answer.at("/series/29/is_partial").asBoolean()).isTrue();
        assertThat(answer.at("/evidence/cut_at").asText()).isEqualTo("2026-06-30T12:00:00Z");
    }

    @Test
    void silenceIdleSeatsAndInactiveUsersAreNamed() {
        JsonNode answer =
                fixture.ok(
                        tool,
                        "{'client_id': 'client_proof', 'period_start': '2026-06-20', 'period_end':"
                                + " '2026-07-01', 'include_feature_breakdown': false,"
                                + " 'benchmark_comparison': false}");
        assertThat(answer.path("recommendations").findValuesAsText("rule_id"))
                .containsExactly("UE_DECLINE", "UE_SILENT", "UE_INACTIVE");
        assertThat(answer.has("features")).isFalse();
        assertThat(answer.has("benchmark")).isFalse();
        database.jdbi().useHandle(db -> db.execute("update contracts set included_users = 5"));
        assertThat(
                        fixture.ok(
                                        tool,
                                        PERIOD.replace(
                                                "}", ", 'include_user_segmentation': false}"))
                                .path("recommendations")
                                .findValuesAsText("rule_id"))
                .containsExactly("UE_DECLINE", "UE_SEATS_IDLE", "UE_SHALLOW");
        database.jdbi().useHandle(db -> db.execute("update contracts set included_users = 1"));
        JsonNode over = fixture.ok(tool, PERIOD);
        assertThat(over.at("/engagement/activation_rate").decimalValue()).isEqualTo("1.0000");
        assertThat(over.at("/engagement/over_licensed_user_count").asInt()).isEqualTo(1);
        assertThat(over.path("recommendations").findValuesAsText("rule_id"))
                .contains("UE_SEATS_OVER");
    }

    @Test
    void benchmarksHoldStoredScoresAgainstEachOther() {
        database.jdbi().useHandle(db -> scores(db, 5));
        JsonNode answer = fixture.ok(tool, PERIOD);
        assertThat(answer.path("benchmark").findValuesAsText("metric"))
                .containsExactly("activation_rate", "stickiness_rate");
        JsonNode activation = answer.at("/benchmark/0");
        // The client has 3 of 10; its peers 1 to 5 of 10.
        assertThat(activation.path("client_value").decimalValue()).isEqualTo("0.3000");
        assertThat(activation.path("peer_median").decimalValue()).isEqualTo("0.3000");
        assertThat(activation.path("percentile").decimalValue()).isEqualTo("50.00");
        assertThat(activation.path("peer_group").asText()).isEqualTo("tier");
        assertThat(activation.path("peer_count").asInt()).isEqualTo(5);
        assertThat(activation.path("as_of").asText()).isEqualTo("2026-06-15");
        assertThat(answer.path("data_gaps").findValuesAsText("field"))
                .contains("benchmark.breadth_rate", "benchmark.mean_session_minutes");
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "update clients set status = 'churned' where client_id ="
                                                + " 'client_peer_5'"));
        JsonNode fewer = fixture.ok(tool, PERIOD);
        assertThat(fewer.path("benchmark")).isEmpty();
        assertThat(fewer.path("data_gaps").findValuesAsText("reason"))
                .contains("4 of 5 peers have a value");
        // A score of another day would not help.
        assertThat(fewer.path("data_gaps").findValuesAsText("how_to_fix"))
                .contains(
                        "Score the portfolio: calculate_health_score without client_id, with as_of"
                                + " 2026-06-19",
                        "Score the client: calculate_health_score with as_of 2026-06-19");
    }

    private static void scores(Handle db, int peers) {
        for (int n = 1; n <= peers; n++) {
            HealthScenes.client(db, "client_peer_" + n, "Peer " + n, "standard", 1000);
        }
        db.execute(
                """
                insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at, cut_at,
                    coverage, inputs)
                select client_id, model_id, model_version, 30, '2026-06-15', now(), now(), 1,
                    jsonb_build_object('known', true, 'licensed_user_count', 10, 'active_user_count', active,
                        'user_day_count', 30, 'feature_used_count', 0, 'feature_available_count', 0)
                from scoring_models,
                    (select 'client_proof' as client_id, 3 as active
                    union all
                    select 'client_peer_' || n, n from generate_series(1, ?) n) scored
                where kind = 'health' and status = 'active'
                """,
                peers);
    }

    @Test
    void withoutAnyUseTheAnswerSaysWhatIsMissing() {
        database.jdbi()
                .useHandle(db -> HealthScenes.client(db, "client_new", "New Ltd", "starter", 0));
        JsonNode answer = fixture.ok(tool, "{'client_id': 'client_new'}");
        assertThat(answer.at("/engagement/event_count").asInt()).isZero();
        assertThat(answer.at("/engagement").has("activation_rate")).isFalse();
        assertThat(answer.at("/engagement").has("stickiness_rate")).isFalse();
        assertThat(answer.has("trend")).isFalse();
        assertThat(answer.at("/heatmap/event_counts")).hasSize(7);
        assertThat(answer.at("/heatmap").has("weekend_share_rate")).isFalse();
        assertThat(answer.path("recommendations").findValuesAsText("rule_id"))
                .doesNotContain("UE_SILENT", "UE_INACTIVE");
        assertThat(answer.path("data_gaps").findValuesAsText("reason"))
                .contains("no_usage", "no_licensed_users");
    }

    @Test
    void everyRefusalSaysWhatToSendInstead() {
        JsonNode backwards =
                fixture.refused(
                        tool,
                        "{'client_id': 'client_proof', 'period_start': '2026-06-10',"
                                + " 'period_end': '2026-06-10', 'time_zone': 'Mars/Olympus'}");
        assertThat(backwards.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(backwards.path("faults").findValuesAsText("field"))
                .containsExactly("period_end", "time_zone");
        assertThat(fault("'period_start': '2025-06-01', 'period_end': '2026-06-03'"))
                .contains("367", "366");
        assertThat(fault("'period_start': '2026-03-01', 'period_end': '2026-06-02'"))
                .contains("92", "93");
        assertThat(fault("'time_zone': '+02:00'")).contains("\"+02:00\"; send the IANA");
        assertThat(
                        fixture.refused(tool, "{'client_id': 'x'' or 1=1 --'}".replace("''", "’"))
                                .path("code")
                                .asText())
                .isEqualTo("not_found");
    }

    private String fault(String arguments) {
        return fixture.refused(tool, "{'client_id': 'client_proof', " + arguments + "}")
                .path("message")
                .asText();
    }
}
