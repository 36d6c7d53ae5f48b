package io.os199.cs.api.tools.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/**
 * The worked example of the tool over a real database: ten users are active, and on 2026-06-30 seven have tried
 * reports, three of whom adopted it and used it in the window, two of them in the last 30 days.
 */
class TrackFeatureAdoptionTest {
    private static final String ACME = "{'client_id': 'Acme Corp'";

    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private TestDatabase database;
    private ToolFixture fixture;
    private Tool<?, ?> tool;

    @BeforeEach
    void open() {
        database = TestDatabase.create(clock);
        fixture = new ToolFixture(database.database(), clock);
        Jobs jobs = ToolFixture.jobs(database, clock);
        tool =
                new TrackFeatureAdoption(
                        database.database(),
                        new ClientDirectory(),
                        new JobCalls(jobs, new AuditLog(clock)),
                        new Cursors(new Sealer("a key of sixteen bytes"), clock));
        client("client_acme", "Acme Corp", "professional");
        database.execute(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, tier)
                values ('client_acme', 'contract_acme', 'new', 48000, '2026-01-01', 'professional')
                """);
        database.execute(
                """
                insert into features (feature_id, key, name, category, min_tier, is_core, released_on)
                values ('feature_1', 'reports', 'Reports', 'insight', 'starter', true, null),
                    ('feature_2', 'alerts', 'Alerts', 'insight', 'professional', false, '2026-05-01'),
                    ('feature_3', 'planner', 'Planner', 'work', 'starter', true, null),
                    ('feature_4', 'vault', 'Vault', 'work', 'enterprise', false, null),
                    ('feature_5', 'tomorrow', 'Tomorrow', 'work', 'starter', false, '2026-07-01')
                """);
        database.execute(
                """
                insert into product_users (client_id, user_key, role, first_seen_on, last_seen_on)
                select 'client_acme', 'u' || n, case when n <= 4 then 'analyst' when n <= 9 then ' ' end, '2026-02-01',
                    '2026-06-20'
                from generate_series(1, 10) n
                """);
        database.execute(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                select 'client_acme', '2026-06-20', 'u' || n, 10 from generate_series(1, 10) n
                """);
        database.execute(
                """
                insert into usage_user_features (client_id, feature_key, user_key, first_used_on, last_used_on,
                    use_day_count, adopted_on)
                values ('client_acme', 'reports', 'u1', '2026-03-01', '2026-06-20', 9, '2026-03-09'),
                    ('client_acme', 'reports', 'u2', '2026-04-10', '2026-06-19', 5, '2026-04-20'),
                    ('client_acme', 'reports', 'u3', '2026-04-10', '2026-05-05', 3, '2026-05-05'),
                    ('client_acme', 'reports', 'u4', '2026-02-01', '2026-02-09', 4, '2026-02-05'),
                    ('client_acme', 'reports', 'u5', '2026-06-01', '2026-06-02', 2, null),
                    ('client_acme', 'reports', 'u6', '2026-06-01', '2026-06-01', 1, null),
                    ('client_acme', 'reports', 'u7', '2026-03-05', '2026-03-06', 2, null)
                """);
        database.execute(
                """
                insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
                values ('client_acme', '2026-06-30', 'reports', 1000, 2), ('client_acme', '2026-06-29', 'reports', 61, 2),
                    ('client_acme', '2026-05-17', 'reports', 30, 2), ('client_acme', '2026-05-16', 'reports', 50, 2),
                    ('client_acme', '2026-04-03', 'reports', 70, 2), ('client_acme', '2026-04-02', 'reports', 900, 2)
                """);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void threeAdoptersOfTenAreModerateAndNotStalled() {
        JsonNode answer = fixture.ok(tool, ACME + ", 'feature_id': 'reports'}");
        JsonNode reports = answer.at("/items/0");
        assertThat(answer.at("/active_user_count").asInt()).isEqualTo(10);
        assertThat(reports.at("/adoption_rate").decimalValue()).isEqualTo("0.3000");
        assertThat(reports.at("/class").asText()).isEqualTo("moderate");
        assertThat(answer.path("funnel").toString())
                .isEqualTo(
                        "{\"available_user_count\":10,\"tried_user_count\":7,"
                                + "\"adopted_user_count\":3,\"regular_user_count\":2}");
        assertThat(rules(answer)).doesNotContain("FA_STALLED");
        // Of u1, u2, u3, u4 and u7, whose first use is more than 60 days ago, two used it recently.
        assertThat(reports.at("/retention_rate").decimalValue()).isEqualTo("0.4000");
        assertThat(reports.has("median_to_adopt_days")).isFalse();
        // Without today there are 89 days, so 44 (05-17 … 06-29) against 44 (04-03 … 05-16).
        assertThat(reports.at("/change_percent").decimalValue()).isEqualTo("-24.17");
        assertThat(reports.at("/first_half_event_count").asInt()).isEqualTo(120);
        assertThat(reports.at("/second_half_event_count").asInt()).isEqualTo(91);
        assertThat(answer.at("/evidence/halves").toString())
                .isEqualTo(
                        "{\"first_start_on\":\"2026-04-03\",\"second_start_on\":\"2026-05-17\","
                                + "\"second_end_on\":\"2026-06-29\"}");
        assertThat(reports.at("/event_count").asInt()).isEqualTo(2111);
        assertThat(reports.at("/first_used_on").asText()).isEqualTo("2026-02-01");
        assertThat(reports.at("/last_used_on").asText()).isEqualTo("2026-06-20");
        assertThat(reports.path("by_role").toString())
                .isEqualTo(
                        "[{\"role\":\"unknown\",\"active_user_count\":6,\"adopter_user_count\":0,"
                                + "\"adoption_rate\":0.0000},{\"role\":\"analyst\","
                                + "\"active_user_count\":4,\"adopter_user_count\":3,"
                                + "\"adoption_rate\":0.7500}]");
        assertThat(rules(answer)).containsExactly("FA_SPREAD");
        assertThat(answer.at("/evidence/row_counts/usage_user_features").asInt()).isEqualTo(7);
        assertThat(answer.at("/evidence/cut_at").asText()).isEqualTo("2026-06-30T12:00:00Z");
    }

    @Test
    void twoAdoptersOfSevenWhoTriedHaveStalledAndAreStillModerate() {
        database.execute(
                "update usage_user_features set last_used_on = '2026-04-01' where user_key = 'u3'");
        JsonNode answer = fixture.ok(tool, ACME + ", 'feature_id': 'feature_1'}");
        assertThat(answer.at("/items/0/adoption_rate").decimalValue()).isEqualTo("0.2000");
        assertThat(answer.at("/items/0/class").asText()).isEqualTo("moderate");
        assertThat(rules(answer)).contains("FA_STALLED");
        JsonNode strict =
                fixture.ok(tool, ACME + ", 'feature_id': 'reports', 'adoption_threshold': 0.21}");
        assertThat(strict.at("/items/0/class").asText()).isEqualTo("low");
    }

    @Test
    void whatIsPaidForOrNewAndNotUsedIsNamedAndWhatTheTierLacksIsAnsweredWhenAskedFor() {
        JsonNode all = fixture.ok(tool, ACME + "}");
        assertThat(all.path("items").findValuesAsText("feature_key"))
                .containsExactly("reports", "alerts", "planner");
        assertThat(all.at("/available_count").asInt()).isEqualTo(3);
        assertThat(all.at("/adopted_feature_count").asInt()).isEqualTo(1);
        assertThat(all.at("/mean_adoption_rate").decimalValue()).isEqualTo("0.1000");
        assertThat(all.at("/items/1/class").asText()).isEqualTo("unused");
        assertThat(rules(all))
                .containsExactly("FA_CORE_UNUSED", "FA_PAID_UNUSED", "FA_NEW", "FA_SPREAD");
        assertThat(all.at("/recommendations/0/because").asText()).startsWith("planner: ");
        assertThat(all.findValuesAsText("reason")).containsExactly(noPeers(3));

        JsonNode vault = fixture.ok(tool, ACME + ", 'feature_id': 'vault'}");
        assertThat(vault.at("/items/0/is_available").asBoolean()).isFalse();
        assertThat(vault.at("/items/0/min_tier").asText()).isEqualTo("enterprise");
        assertThat(vault.path("recommendations")).isEmpty();
        assertThat(vault.has("mean_adoption_rate")).isFalse();

        JsonNode insight = fixture.ok(tool, ACME + ", 'category': 'INSIGHT', 'limit': 1}");
        assertThat(insight.at("/total_count").asInt()).isEqualTo(2);
        String cursor = insight.at("/next_cursor").asText();
        JsonNode next =
                fixture.ok(
                        tool,
                        ACME + ", 'category': 'INSIGHT', 'limit': 5, 'cursor': '" + cursor + "'}");
        assertThat(next.path("items").findValuesAsText("feature_key")).containsExactly("alerts");
        assertThat(next.has("next_cursor")).isFalse();
        assertThat(
                        fixture.refused(tool, ACME + ", 'cursor': '" + cursor + "'}")
                                .path("field")
                                .asText())
                .isEqualTo("cursor");
    }

    private static String noPeers(int features) {
        return "0 of " + features + " features have 5 peers with a stored rate";
    }

    @Test
    void daysToAdoptCountFromTheLaterOfFirstDayAndReleaseFromThreeUsersOn() {
        database.execute(
                """
                insert into usage_user_features (client_id, feature_key, user_key, first_used_on, last_used_on,
                    use_day_count, adopted_on)
                values ('client_acme', 'alerts', 'u1', '2026-05-02', '2026-06-20', 9, '2026-05-05'),
                    ('client_acme', 'alerts', 'u2', '2026-05-02', '2026-06-20', 9, '2026-05-12'),
                    ('client_acme', 'alerts', 'u9', '2026-06-12', '2026-06-20', 9, '2026-06-20')
                """);
        database.execute(
                "update product_users set first_seen_on = '2026-06-11' where user_key = 'u9'");
        JsonNode alerts = fixture.ok(tool, ACME + ", 'feature_id': 'alerts'}").at("/items/0");
        assertThat(alerts.at("/median_to_adopt_days").decimalValue()).isEqualTo("9.00");
        assertThat(alerts.has("retention_rate")).isFalse();
    }

    @Test
    void aPastDayCountsTheUseOfItsWindowFromTheEvents() throws SQLException {
        new Partitions(database.dataSource(), clock)
                .ensure("usage_events", YearMonth.of(2026, 4), YearMonth.of(2026, 6));
        database.execute(
                """
                insert into usage_events (client_id, occurred_at, event_id, user_key, feature_key, event_type, source)
                values ('client_acme', '2026-05-31 23:59:59Z', 'e1', 'u1', 'reports', 'use', 'test'),
                    ('client_acme', '2026-04-20 10:00Z', 'e2', 'u2', 'reports', 'use', 'test'),
                    ('client_acme', '2026-06-01 00:00Z', 'e3', 'u3', 'reports', 'use', 'test')
                """);
        database.execute(
                """
                update usage_daily_features
                set day = case day when '2026-05-17' then date '2026-05-31' else '2026-04-20' end, event_count = 1
                where day in ('2026-05-17', '2026-04-03')
                """);
        database.execute(
                "delete from usage_daily_features where day in ('2026-05-16', '2026-04-02')");
        database.execute("update usage_daily_users set day = '2026-05-20'");
        JsonNode past =
                fixture.ok(
                        tool,
                        ACME
                                + ", 'feature_id': 'reports', 'as_of': '2026-05-31',"
                                + " 'time_period_days': 60}");
        // u1 on the last day and u2 before the last 30; u3 used it, and u5 and u6 began, a day
        // later.
        assertThat(past.at("/items/0/adopter_user_count").asInt()).isEqualTo(2);
        assertThat(past.at("/items/0/regular_user_count").asInt()).isEqualTo(1);
        assertThat(past.at("/items/0/tried_user_count").asInt()).isEqualTo(5);
        assertThat(past.at("/items/0/last_used_on").asText()).isEqualTo("2026-05-31");
        assertThat(past.at("/evidence/cut_at").asText()).isEqualTo("2026-05-31T23:59:59.999999Z");

        // A day that counts one event more than there are: figures from the remaining events would
        // look like a
        // decline.
        database.execute(
                "update usage_daily_features set event_count = 2 where day = '2026-05-31'");
        JsonNode lost =
                fixture.refused(tool, ACME + ", 'as_of': '2026-05-31', 'time_period_days': 60}");
        assertThat(lost.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(lost.path("message").asText())
                .isEqualTo(
                        "usage events before 2026-06-01 are not all kept, and as_of 2026-05-31"
                                + " needs those of 60 days");
        assertThat(lost.path("expected").asText()).isEqualTo("the call without as_of");
        assertThat(fixture.ok(tool, ACME + "}").path("items")).hasSize(3);
        database.execute(
                "update usage_daily_features set event_count = 1 where day = '2026-05-31'");

        database.execute(
                "insert into table_partitions (table_name, month, dropped_at) values"
                    + " ('usage_events', '2026-03-01', now()) on conflict (table_name, month) do"
                    + " update set dropped_at = now()");
        JsonNode gone =
                fixture.refused(tool, ACME + ", 'as_of': '2026-05-31', 'time_period_days': 90}");
        assertThat(gone.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(gone.path("expected").asText()).isEqualTo("2026-06-29 or later");
    }

    @Test
    void withoutActiveUsersRatesAreAbsentAndSaidToBe() {
        database.execute("delete from usage_daily_users");
        JsonNode answer = fixture.ok(tool, ACME + "}");
        assertThat(answer.at("/active_user_count").asInt()).isZero();
        assertThat(answer.has("mean_adoption_rate")).isFalse();
        assertThat(answer.findValues("adoption_rate")).isEmpty();
        assertThat(answer.path("data_gaps").findValuesAsText("reason")).contains("no_active_users");

        client("client_globex", "Globex Ltd", "standard");
        JsonNode globex = fixture.ok(tool, "{'client_id': 'client_globex'}");
        assertThat(globex.path("data_gaps").findValuesAsText("reason")).contains("no_usage_ever");
        assertThat(globex.at("/available_count").asInt()).isEqualTo(2);
    }

    @Test
    void theRateStandsAmongThePeersOfTheTierOrOfThePortfolio() {
        for (int i = 1; i <= 5; i++) {
            client("client_" + i, "Peer " + i, i == 5 ? "starter" : "professional");
            database.execute(
                    """
                    insert into feature_adoption_daily (client_id, feature_key, as_of, active_user_count, adopter_count,
                        adoption_rate)
                    values ('client_%d', 'reports', '2026-06-23', 10, %d, %s)
                    """
                            .formatted(i, i, i / 10.0));
        }
        String call = ACME + ", 'feature_id': 'reports'}";
        // The tier has only four: the portfolio's rates are 0.1 to 0.5, two below 0.3 and one
        // equal.
        assertThat(fixture.ok(tool, call).at("/items/0/benchmark").toString())
                .isEqualTo(
                        "{\"client_value\":0.3000,\"peer_median\":0.3000,\"percentile\":50.00,"
                                + "\"peer_group\":\"portfolio\",\"peer_count\":5}");
        database.execute("update clients set tier = 'professional'");
        assertThat(fixture.ok(tool, call).at("/items/0/benchmark/peer_group").asText())
                .isEqualTo("tier");
        database.execute(
                "update feature_adoption_daily set as_of = '2026-06-22' where client_id ="
                        + " 'client_1'");
        assertThat(fixture.ok(tool, call).at("/data_gaps/0/field").asText())
                .isEqualTo("items.benchmark");
        // Rates of the day before the newest run are no longer stored.
        database.execute("delete from usage_daily_features");
        database.execute("update feature_adoption_daily set as_of = '2026-06-30'");
        JsonNode past = fixture.ok(tool, call.replace("}", ", 'as_of': '2026-06-29'}"));
        assertThat(past.at("/data_gaps/0/how_to_fix").asText())
                .isEqualTo("Ask without as_of: rates are stored of the newest run alone");
    }

    @Test
    void everyRefusalSaysWhatToSendInstead() {
        JsonNode unknown = fixture.refused(tool, ACME + ", 'feature_id': 'report'}");
        assertThat(unknown.path("code").asText()).isEqualTo("not_found");
        assertThat(unknown.at("/suggestions/0/value").asText()).isEqualTo("reports");
        assertThat(
                        fixture.refused(
                                        tool,
                                        ACME + ", 'feature_id': '\\u202e; drop table features --'}")
                                .path("code")
                                .asText())
                .isEqualTo("not_found");
        assertThat(faults("'as_of': '2026-06-29'")).containsExactly("as_of");
        assertThat(faults("'client_id': 'client_acme', 'as_of': '2026-07-01', 'tier': 'starter'"))
                .containsExactlyInAnyOrder("as_of", "tier");
        assertThat(
                        faults(
                                "'client_id': 'client_acme', 'as_of': '2026-06-29',"
                                        + " 'time_period_days': 91"))
                .containsExactly("time_period_days");
        assertThat(faults("'adoption_threshold': 0, 'time_period_days': 366"))
                .containsExactlyInAnyOrder("adoption_threshold", "time_period_days");
        assertThat(fixture.refused(tool, "{'client_id': 'nobody'}").path("code").asText())
                .isEqualTo("not_found");
    }

    private List<String> faults(String arguments) {
        JsonNode error = fixture.refused(tool, "{" + arguments + "}");
        assertThat(error.path("code").asText()).isEqualTo("invalid_argument");
        List<String> fields = new ArrayList<>(error.path("faults").findValuesAsText("field"));
        return fields.isEmpty() ? List.of(error.path("field").asText()) : fields;
    }

    private static List<String> rules(JsonNode answer) {
        return answer.path("recommendations").findValuesAsText("rule_id");
    }

    private void client(String id, String name, String tier) {
        database.jdbi()
                .useHandle(
                        db -> {
                            db.execute(
                                    "insert into client_names (client_id, name) values (?, ?)",
                                    id,
                                    name);
                            db.execute(
                                    "insert into clients (client_id, name, company_name, tier)"
                                            + " values (?, ?, ?, ?)",
                                    id,
                                    name,
                                    name,
                                    tier);
                        });
    }
}
