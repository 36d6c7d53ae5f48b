package io.os199.cs.api.tools.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.assembly.Features;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** The worked examples of the tool, onboardings that are open or on hold, and peers. */
class OptimizeTimeToValueTest {
    private final TestClock clock = new TestClock("2025-04-30T09:00:00Z");
    private final TestDatabase server = TestDatabase.create();
    private final ToolFixture tools = new ToolFixture(server.database(), clock);
    private final Features features = Features.of(Cache.none(), clock, new ServiceConfiguration());
    private final OptimizeTimeToValue tool =
            new OptimizeTimeToValue(server.database(), features.directory());

    @BeforeEach
    void arrange() {
        client("acme", "professional", "2025-02-20");
        execute(
                """
                insert into features (feature_id, key, name, category, is_core, min_tier)
                values ('f1', 'a', 'A', 'analytics', true, 'starter'), ('f2', 'b', 'B', 'analytics', true, 'starter')
                """);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void stepsAndLeversTellWhereTheDaysWent() {
        plan("acme", "2025-03-03");
        done("acme", 1, "2025-03-03", "2025-03-07", 0);
        done("acme", 2, "2025-03-08", "2025-03-17", 0);
        done("acme", 3, "2025-03-17", "2025-03-31", 4);

        JsonNode read = ok("{'client_id': 'acme Inc'}");
        assertThat(read.path("method").asText()).isEqualTo("plan");
        assertThat(read.path("time_to_value_days").asInt()).isEqualTo(39);
        assertThat(read.path("variance_days").asInt()).isEqualTo(18);
        assertThat(read.path("variance_rate").asText()).isEqualTo("0.8571");
        assertThat(read.path("status").asText()).isEqualTo("achieved_late");
        assertThat(texts(read.path("steps"), "step"))
                .containsExactly("wait", "kickoff", "training", "first_value");
        assertThat(texts(read.path("steps"), "span_days")).containsExactly("11", "4", "10", "14");
        assertThat(texts(read.path("steps"), "working_days")).containsExactly("11", "4", "9", "10");
        assertThat(texts(read.path("levers"), "lever"))
                .containsExactly("handover", "blocked", "idle", "overrun");
        assertThat(texts(read.path("levers"), "saving_days")).containsExactly("8", "4", "1", "2");
        assertThat(read.path("attainable_days").asInt()).isEqualTo(24);
        assertThat(texts(read.path("recommendations"), "rule_id"))
                .containsExactly("TTV-1", "TTV-2");
        assertThat(read.at("/benchmarks/peer_count").asInt()).isZero();
        assertThat(texts(read.path("data_gaps"), "reason")).contains("small_sample");
    }

    @Test
    void withoutAPlanUseTellsTheFirstValue() {
        execute(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                values ('client_acme', '2025-02-25', 'u1', 1), ('client_acme', '2025-03-09', 'u1', 1);
                insert into usage_user_features (client_id, feature_key, user_key, first_used_on, last_used_on,
                    use_day_count, adopted_on)
                values ('client_acme', 'a', 'u1', '2025-03-01', '2025-03-09', 3, '2025-03-09'),
                    ('client_acme', 'b', 'u2', '2025-03-02', '2025-03-03', 2, null)
                """);
        JsonNode read = ok("{'client_id': 'acme Inc'}");
        assertThat(read.path("method").asText()).isEqualTo("adoption");
        assertThat(read.path("first_value_on").asText()).isEqualTo("2025-03-09");
        assertThat(read.path("time_to_value_days").asInt()).isEqualTo(17);
        assertThat(read.at("/evidence/feature_key").asText()).isEqualTo("a");
        assertThat(texts(read.path("steps"), "step"))
                .containsExactly("first_usage", "first_use_of_feature", "adoption");
        assertThat(texts(read.path("steps"), "span_days")).containsExactly("5", "4", "8");
        assertThat(ok("{'client_id': 'acme Inc', 'as_of': '2025-03-04'}").path("status").asText())
                .isEqualTo("open_on_track");
    }

    @Test
    void useDoesNotConfirmAMilestone() {
        plan("acme", "2025-03-03");
        done("acme", 1, "2025-03-03", "2025-03-07", 0);
        execute(
                """
                insert into usage_user_features (client_id, feature_key, user_key, first_used_on, last_used_on,
                    use_day_count, adopted_on)
                values ('client_acme', 'a', 'u1', '2025-03-01', '2025-03-09', 3, '2025-03-09')
                """);
        JsonNode read = ok("{'client_id': 'acme Inc', 'as_of': '2025-03-12'}");
        assertThat(read.has("first_value_on")).isFalse();
        assertThat(texts(read.path("data_gaps"), "reason")).contains("as_of_past");
        assertThat(read.path("usage_signal_on").asText()).isEqualTo("2025-03-09");
        assertThat(read.path("age_days").asInt()).isEqualTo(20);
        assertThat(read.path("status").asText()).isEqualTo("open_late");
        assertThat(texts(read.path("recommendations"), "rule_id"))
                .containsExactly("TTV-1", "TTV-4", "TTV-5");
        assertThat(texts(read.path("steps"), "step"))
                .containsExactly("wait", "kickoff", "training");
        assertThat(texts(read.path("steps"), "is_open")).containsExactly("false", "false", "true");
        assertThat(
                        read.path("steps")
                                .valueStream()
                                .mapToInt(step -> step.path("span_days").asInt())
                                .sum())
                .isEqualTo(20);

        execute("update onboarding_plans set status = 'on_hold', held_on = '2025-03-10'");
        JsonNode held = ok("{'client_id': 'acme Inc'}");
        assertThat(held.path("status").asText()).isEqualTo("open_overdue");
        assertThat(held.has("projected_first_value_on")).isFalse();
        assertThat(texts(held.path("data_gaps"), "reason")).doesNotContain("as_of_past");
    }

    @Test
    void whatIsAdvisedOfAnOpenFirstValueIsNotRefused() {
        JsonNode planless = ok("{'client_id': 'acme Inc'}");
        assertThat(gap(planless)).startsWith("no_live_plan create_onboarding_plan makes");
        assertThat(ttv4(planless)).isEqualTo("Make a plan with a first-value milestone");

        plan("acme", "2025-03-03");
        execute("update onboarding_plans set status = 'on_hold', held_on = '2025-03-10'");
        JsonNode held = ok("{'client_id': 'acme Inc'}");
        assertThat(gap(held))
                .isEqualTo(
                        "plan_on_hold create_onboarding_plan with action set_status, plan_id"
                                + " plan_acme, version 1, status active resumes it");
        assertThat(ttv4(held))
                .isEqualTo("Resume the plan, then work the critical path, first milestone 1");

        execute("update onboarding_milestones set is_first_value = false");
        JsonNode unmarked = ok("{'client_id': 'acme Inc'}");
        assertThat(unmarked.path("method").asText()).isEqualTo("adoption");
        assertThat(gap(unmarked)).startsWith("plan_on_hold ");
        assertThat(ttv4(unmarked))
                .isEqualTo(
                        "Resume the plan, then mark a first-value milestone with update_milestone");
        execute("update onboarding_plans set status = 'active', held_on = null");
        JsonNode active = ok("{'client_id': 'acme Inc'}");
        assertThat(gap(active))
                .startsWith("no_first_value_milestone Mark one with create_onboarding_plan")
                .contains("plan_id plan_acme, version 1");
        assertThat(ttv4(active)).isEqualTo("Mark a first-value milestone with update_milestone");
    }

    @Test
    void nothingIsAdvisedOfAClientThatLeftBeforeItsFirstValue() {
        execute(
                """
                update clients set status = 'churned', lifecycle_stage = 'churned';
                insert into churn_events (client_id, churned_on, reason, arr_lost_amount)
                values ('client_acme', '2025-04-10', 'price', 1000)
                """);
        JsonNode left = ok("{'client_id': 'acme Inc'}");
        assertThat(left.path("status").asText()).isEqualTo("open_overdue");
        assertThat(left.path("age_days").asInt()).isEqualTo(49);
        assertThat(left.path("recommendations")).isEmpty();
        assertThat(texts(left.path("data_gaps"), "field"))
                .doesNotContain("projected_first_value_on");
    }

    private static String gap(JsonNode answer) {
        return answer.path("data_gaps")
                .valueStream()
                .filter(each -> each.path("field").asText().equals("projected_first_value_on"))
                .map(each -> each.path("reason").asText() + " " + each.path("how_to_fix").asText())
                .findFirst()
                .orElseThrow();
    }

    private static String ttv4(JsonNode answer) {
        return answer.path("recommendations")
                .valueStream()
                .filter(each -> each.path("rule_id").asText().equals("TTV-4"))
                .map(each -> each.path("action").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void firstValueBeforeTheContractTookNoDays() {
        plan("acme", "2025-02-10");
        done("acme", 1, "2025-02-10", "2025-02-12", 0);
        done("acme", 2, "2025-02-12", "2025-02-14", 0);
        done("acme", 3, "2025-02-14", "2025-02-18", 0);
        JsonNode read = ok("{'client_id': 'acme Inc'}");
        assertThat(read.path("time_to_value_days").asInt()).isZero();
        assertThat(read.at("/evidence/before_contract").asBoolean()).isTrue();
        assertThat(read.path("status").asText()).isEqualTo("achieved_on_target");
        assertThat(read.path("steps")).isEmpty();
    }

    @Test
    void peersOfTheTierAreComparedWithThoseStillOpenInSight() {
        plan("acme", "2025-02-20");
        done("acme", 1, "2025-02-20", "2025-02-22", 0);
        done("acme", 2, "2025-02-22", "2025-02-26", 0);
        done("acme", 3, "2025-02-26", "2025-03-13", 0);
        int[] reached = {9, 12, 18, 21, 33};
        for (int i = 0; i < reached.length; i++) {
            String name = "peer" + i;
            client(name, "professional", "2025-02-20");
            plan(name, "2025-02-20");
            done(name, 1, "2025-02-20", "2025-02-21", 0);
            done(name, 2, "2025-02-21", "2025-02-22", 0);
            execute(
                    "update onboarding_milestones set status = 'completed', completed_on = date"
                            + " '2025-02-20' + "
                            + reached[i]
                            + " where client_id = 'client_"
                            + name
                            + "' and sequence = 3");
        }
        client("open", "professional", "2025-04-16");
        client("other", "starter", "2025-02-20");
        JsonNode read = ok("{'client_id': 'acme Inc'}");
        JsonNode peers = read.path("benchmarks");
        assertThat(peers.path("peer_group").asText()).isEqualTo("tier");
        assertThat(peers.path("peer_count").asInt()).isEqualTo(6);
        assertThat(peers.path("reached_count").asInt()).isEqualTo(5);
        // S: 9 -> 5/6, 12 -> 4/6, then the one open at 14 days leaves: 18 -> 4/6 * 2/3 = 0.4444.
        assertThat(peers.path("median_days").asInt()).isEqualTo(18);
        assertThat(peers.path("p25_days").asInt()).isEqualTo(12);
        // One peer took 21 days as this client did: (1 + 0.5) / 5.
        assertThat(peers.path("percentile").asText()).isEqualTo("30.00");
        assertThat(peers.at("/target_reached_rate/value").asText()).isEqualTo("0.8000");
        assertThat(peers.at("/target_reached_rate/n").asInt()).isEqualTo(5);
        assertThat(read.at("/steps/1/peer_count").asInt()).isEqualTo(5);
        assertThat(read.at("/steps/1/peer_median_days").asText()).isEqualTo("1.00");
        assertThat(texts(read.path("recommendations"), "rule_id"))
                .containsExactly("TTV-3", "TTV-3");

        // For the last step the tier now has four, and the portfolio five.
        execute(
                "update onboarding_milestones set status = 'in_progress', completed_on = null where"
                        + " client_id = 'client_peer4' and sequence = 3");
        plan("other", "2025-02-20");
        done("other", 1, "2025-02-20", "2025-02-21", 0);
        done("other", 2, "2025-02-21", "2025-02-22", 0);
        done("other", 3, "2025-02-22", "2025-03-20", 0);
        JsonNode steps = ok("{'client_id': 'acme Inc'}").path("steps");
        assertThat(texts(steps, "peer_count")).containsExactly("0", "5", "5", "5");
        assertThat(steps.at("/3/peer_median_days").asText()).isEqualTo("16.00");
    }

    @Test
    void withoutPlanAndCoreFeaturesItCannotBeMeasured() {
        execute("delete from features");
        JsonNode read = ok("{'client_id': 'acme Inc'}");
        assertThat(read.path("status").asText()).isEqualTo("not_measurable");
        assertThat(read.has("age_days")).isFalse();
        assertThat(texts(read.path("recommendations"), "rule_id")).containsExactly("TTV-6");
        assertThat(
                        tools.refused(tool, "{'client_id': 'acme Inc', 'as_of': '2025-05-01'}")
                                .path("field")
                                .asText())
                .isEqualTo("as_of");
    }

    @Test
    void aCoreFeatureOfAProductThatWasNotBoughtMeasuresNothing() {
        execute(
                """
                insert into products (product_id, name, family) values ('suite', 'Suite', 'platform'), ('desk', 'Desk', 'platform');
                update features set product_id = 'suite' where key = 'a';
                insert into contracts (client_id, contract_id, type, value, tier, start_date, end_date, products)
                values ('client_acme', 'k1', 'new', 50000, 'professional', '2025-02-20', '2026-02-19', '{desk,gone}')
                """);
        assertThat(status()).isEqualTo("not_measurable");
        execute("update contracts set products = '{gone}'");
        assertThat(status()).isEqualTo("open_overdue");
        execute("update contracts set products = '{desk,suite}'");
        assertThat(status()).isEqualTo("open_overdue");
        execute("update features set min_tier = 'enterprise' where key = 'a'");
        assertThat(status()).isEqualTo("not_measurable");
        execute("update contracts set end_date = '2025-04-29'");
        assertThat(status()).isEqualTo("open_overdue");
    }

    private String status() {
        return ok("{'client_id': 'acme Inc'}").path("status").asText();
    }

    /** Adds four milestones as create_onboarding_plan plans them: 4, 7, 11 and 6 days. */
    private void plan(String name, String start) {
        execute(
                """
                insert into onboarding_plans (client_id, plan_id, name, product_tier, team_size, timeline_weeks, start_date,
                    target_date, baseline_target_date, status)
                values ('client_%1$s', 'plan_%1$s', 'Onboarding', 'professional', 10, 4, '%2$s', date '%2$s' + 28,
                    date '%2$s' + 28, 'active');
                insert into onboarding_milestones (client_id, plan_id, sequence, name, milestone_key, week, planned_start_on,
                    due_date, estimated_hours, depends_on, is_first_value)
                select 'client_%1$s', 'plan_%1$s', n, key, key, n, date '%2$s' + since, date '%2$s' + until, hours, after,
                    key = 'first_value'
                from (values (1, 'kickoff', 0, 4, 8, array[]::int[]), (2, 'training', 4, 11, 12, array[1]),
                    (3, 'first_value', 11, 22, 16, array[2]), (4, 'handoff', 22, 28, 10, array[3]))
                    m (n, key, since, until, hours, after)
                """
                        .formatted(name, start));
    }

    private void done(String name, int sequence, String started, String completed, int blocked) {
        execute(
                """
                update onboarding_milestones
                set status = 'completed', started_on = '%s', completed_on = '%s', blocked_days = %d
                where client_id = 'client_%s' and sequence = %d
                """
                        .formatted(started, completed, blocked, name, sequence));
    }

    private void client(String name, String tier, String contractStart) {
        execute(
                """
                insert into client_names (client_id, name) values ('client_%1$s', '%1$s Inc');
                insert into clients (client_id, name, company_name, tier, lifecycle_stage, contract_start_date)
                values ('client_%1$s', '%1$s Inc', '%1$s Inc', '%2$s', 'onboarding', '%3$s')
                """
                        .formatted(name, tier, contractStart));
    }

    private JsonNode ok(String arguments) {
        return tools.ok(tool, arguments);
    }

    private void execute(String sql) {
        server.jdbi().useHandle(db -> db.createScript(sql).execute());
    }

    private static List<String> texts(JsonNode list, String field) {
        return list.valueStream().map(each -> each.path(field).asText()).toList();
    }
}
