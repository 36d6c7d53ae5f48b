package io.os199.cs.api.tools.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.assembly.Features;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.onboarding.process.OnboardingProcessWork;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;

/**
 * The worked examples of the tool: who caused a delay, time to value including open cases, factors, and samples that
 * are too small.
 */
class OptimizeOnboardingProcessTest {
    private final TestClock clock = new TestClock("2025-06-30T09:00:00Z");
    private final TestDatabase server = TestDatabase.create(clock);
    private final ToolFixture tools = new ToolFixture(server.database(), clock);
    private final Features features = Features.of(Cache.none(), clock, new ServiceConfiguration());
    private final OptimizeOnboardingProcess tool =
            new OptimizeOnboardingProcess(
                    new JobCalls(ToolFixture.jobs(server, clock), features.auditLog()));

    @BeforeEach
    void arrange() {
        execute(
                """
                insert into features (feature_id, key, name, category, is_core, min_tier)
                values ('f1', 'a', 'A', 'analytics', true, 'starter')
                """);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void delayStaysWhereItArose() {
        for (int i = 0; i < 5; i++) {
            completed("c" + i, 4);
            int[] slips = {0, 5, 7, 4};
            for (int n = 1; n <= 4; n++) {
                execute(
                        "update onboarding_milestones set status = 'completed', completed_on ="
                                + " due_date + %d where client_id = 'client_c%d' and sequence = %d"
                                        .formatted(slips[n - 1], i, n));
            }
        }
        JsonNode lost = worked("{'wait_seconds': 0}").path("bottlenecks");
        assertThat(texts(lost, "milestone"))
                .containsExactly("training", "first_value", "handoff", "kickoff");
        assertThat(texts(lost, "median_own_delay_days"))
                .containsExactly("5.00", "2.00", "0.00", "0.00");
        assertThat(texts(lost, "late_rate"))
                .containsExactly("1.0000", "1.0000", "0.0000", "0.0000");
        assertThat(lost.at("/0/total_own_delay_days").asInt()).isEqualTo(25);
    }

    @Test
    void theMedianKnowsOfThoseStillOpen() {
        int[] reached = {9, 12, 18, 21, 33};
        for (int i = 0; i < reached.length; i++) {
            client("r" + i, "2025-05-01");
            execute(
                    """
                    insert into adoption_milestones (client_id, framework, milestone_key, framework_version, achieved_on,
                        recorded_at, evidence)
                    values ('client_r%d', 'standard', 'first_value', 1, date '2025-05-01' + %d, now(), '{}')
                    """
                            .formatted(i, reached[i]));
        }
        int[] open = {14, 26, 40};
        for (int i = 0; i < open.length; i++) {
            client("o" + i, LocalDate.parse("2025-06-30").minusDays(open[i]).toString());
        }
        JsonNode read = worked("{'wait_seconds': 0}");
        JsonNode value = read.path("time_to_value");
        assertThat(value.path("median_days").asInt()).isEqualTo(21);
        assertThat(value.path("p25_days").asInt()).isEqualTo(12);
        assertThat(value.has("p90_days")).isFalse();
        assertThat(value.path("reached_count").asInt()).isEqualTo(5);
        assertThat(value.path("open_count").asInt()).isEqualTo(3);
        // The one that is 14 days old is undecided at 21: 4 of 7.
        assertThat(value.at("/reached_within_target_rate/n").asInt()).isEqualTo(7);
        assertThat(value.at("/reached_within_target_rate/value").asText()).isEqualTo("0.5714");
        assertThat(value.at("/by_method/0/key").asText()).isEqualTo("adoption");
        assertThat(read.path("counts").toString())
                .isEqualTo("{\"completed\":0,\"cancelled\":0,\"live\":0}");
    }

    @Test
    void aFactorHasNewcombesInterval() {
        for (int i = 0; i < 20; i++) {
            boolean hasSponsor = i < 10;
            boolean isOnTime = hasSponsor ? i < 9 : i < 14;
            completed("c" + i, isOnTime ? 0 : 3);
            if (hasSponsor) {
                execute(
                        """
                        insert into contacts (client_id, contact_id, name, role, created_at)
                        values ('client_c%d', 'p', 'Sponsor', 'executive_sponsor', '2025-05-19T10:00:00Z')
                        """
                                .formatted(i));
            }
        }
        JsonNode read = worked("{'wait_seconds': 0}");
        JsonNode factor = read.at("/success_factors/0");
        assertThat(factor.path("factor").asText()).isEqualTo("executive_sponsor");
        assertThat(factor.at("/with/on_time_rate").asText()).isEqualTo("0.9000");
        assertThat(factor.at("/without/on_time_rate").asText()).isEqualTo("0.4000");
        assertThat(factor.path("difference").asText()).isEqualTo("0.5000");
        assertThat(factor.path("interval_low").asText()).isEqualTo("0.0816");
        assertThat(factor.path("interval_high").asText()).isEqualTo("0.7459");
        assertThat(factor.path("credible").asBoolean()).isTrue();
        assertThat(read.at("/metrics/on_time_rate/value").asText()).isEqualTo("0.6500");
        assertThat(read.at("/metrics/median_duration_days/value").asText()).isEqualTo("28.00");
        assertThat(texts(read.path("recommendations"), "rule_id")).contains("OPT-1", "OPT-6");
        assertThat(texts(read.path("targets"), "metric"))
                .containsExactly("completion_rate", "on_time_rate", "csat_mean");
    }

    @Test
    void sixCompletedAreASmallSampleAndFourMakeNoMetrics() {
        for (int i = 0; i < 6; i++) {
            completed("c" + i, 0);
        }
        client("gone", "2025-05-01");
        execute(
                """
                insert into onboarding_plans (client_id, plan_id, name, product_tier, team_size, timeline_weeks, start_date,
                    target_date, baseline_target_date, status, cancelled_on)
                values ('client_gone', 'plan_gone', 'Onboarding', 'professional', 10, 4, '2025-05-05', '2025-06-02',
                    '2025-06-02', 'cancelled', '2025-06-30')
                """);
        JsonNode read = worked("{'wait_seconds': 0}");
        JsonNode rate = read.at("/metrics/completion_rate");
        assertThat(rate.path("value").asText()).isEqualTo("0.8571");
        assertThat(rate.path("interval_low").asText()).isEqualTo("0.4869");
        assertThat(rate.path("interval_high").asText()).isEqualTo("0.9743");
        assertThat(rate.path("small_sample").asBoolean()).isTrue();
        assertThat(read.has("previous")).isFalse();
        assertThat(texts(read.path("data_gaps"), "field"))
                .contains("metrics.csat_mean", "metrics.nps", "metrics.training_pass_rate")
                .doesNotContain("metrics.completion_rate", "metrics.on_time_rate");
        JsonNode interview =
                read.path("recommendations")
                        .valueStream()
                        .filter(each -> each.path("rule_id").asText().equals("OPT-7"))
                        .findFirst()
                        .orElseThrow();
        assertThat(interview.path("action").asText())
                .isEqualTo("Interview those who cancelled: client_gone");

        JsonNode few = worked("{'wait_seconds': 0, 'as_of': '2025-06-29'}");
        assertThat(few.path("counts").path("cancelled").asInt()).isZero();
        execute(
                "update onboarding_plans set completed_on = '2025-01-01', target_date ="
                        + " '2025-06-10' where client_id in ('client_c0', 'client_c1')");
        JsonNode four = worked("{'wait_seconds': 0}");
        assertThat(four.has("metrics")).isFalse();
        assertThat(four.has("success_factors")).isFalse();
        assertThat(four.at("/counts/completed").asInt()).isEqualTo(4);
        assertThat(texts(four.path("data_gaps"), "reason")).contains("small_sample");
        assertThat(tools.refused(tool, "{'as_of': '2025-07-01'}").path("field").asText())
                .isEqualTo("as_of");
        assertThat(tools.refused(tool, "{'min_completed_onboardings': 4}").path("field").asText())
                .isEqualTo("min_completed_onboardings");
    }

    @Test
    void aPersonHasOneAnswerHoweverTheAddressIsWritten() {
        for (int i = 0; i < 5; i++) {
            completed("c" + i, 0);
        }
        execute(
                """
                insert into survey_responses (client_id, response_id, kind, score, contact_email, responded_at)
                select 'client_c' || n, 'r' || n, 'nps', 9, 'ada@c.example', '2025-06-03T10:00:00Z'
                from generate_series(0, 4) n;
                insert into contacts (client_id, contact_id, email) values ('client_c1', 'p', 'Ada@c.example');
                insert into survey_responses (client_id, response_id, kind, score, contact_email, contact_id, responded_at)
                values ('client_c0', 'r5', 'nps', 3, 'ADA@c.example', null, '2025-06-04T10:00:00Z'),
                    ('client_c1', 'r6', 'nps', 3, null, 'p', '2025-06-04T10:00:00Z')
                """);
        JsonNode nps = worked("{'wait_seconds': 0}").at("/metrics/nps");
        assertThat(nps.path("n").asInt()).isEqualTo(5);
        assertThat(nps.path("value").asText()).isEqualTo("20.00");
    }

    /** Adds a plan that was completed this many days late, a month ago, with four milestones in a chain. */
    private void completed(String name, int lateDays) {
        client(name, "2025-05-01");
        execute(
                """
                insert into onboarding_plans (client_id, plan_id, name, product_tier, team_size, timeline_weeks, start_date,
                    target_date, baseline_target_date, status, completed_on)
                values ('client_%1$s', 'plan_%1$s', 'Onboarding', 'professional', 10, 4, '2025-05-05',
                    date '2025-06-02' - %2$d, date '2025-06-02' - %2$d, 'completed', '2025-06-02');
                insert into onboarding_milestones (client_id, plan_id, sequence, name, milestone_key, week, planned_start_on,
                    due_date, estimated_hours, depends_on, is_first_value)
                select 'client_%1$s', 'plan_%1$s', n, key, key, n, date '2025-05-05' + since, date '2025-05-05' + until,
                    10, after, key = 'first_value'
                from (values (1, 'kickoff', 0, 4, array[]::int[]), (2, 'training', 4, 11, array[1]),
                    (3, 'first_value', 11, 22, array[2]), (4, 'handoff', 22, 28, array[3])) m (n, key, since, until, after)
                """
                        .formatted(name, lateDays));
    }

    private void client(String name, String contractStart) {
        execute(
                """
                insert into client_names (client_id, name) values ('client_%1$s', '%1$s Inc');
                insert into clients (client_id, name, company_name, tier, lifecycle_stage, contract_start_date)
                values ('client_%1$s', '%1$s Inc', '%1$s Inc', 'professional', 'onboarding', '%2$s')
                """
                        .formatted(name, contractStart));
    }

    /** Returns the worker's answer to the job of a call. */
    private JsonNode worked(String arguments) {
        execute("delete from jobs");
        tools.ok(tool, arguments);
        String order =
                server.jdbi()
                        .withHandle(
                                db ->
                                        db.createQuery("select arguments::text from jobs")
                                                .mapTo(String.class)
                                                .one());
        RunningJob job =
                new RunningJob(
                        "job_1",
                        OnboardingProcessWork.TOOL,
                        "key_admin",
                        Json.read(order, ObjectNode.class),
                        clock.instant());
        return server.database().read(tx -> new OnboardingProcessWork().run(tx, job));
    }

    private void execute(String sql) {
        server.jdbi().useHandle(db -> db.createScript(sql).execute());
    }

    private static List<String> texts(JsonNode list, String field) {
        return list.valueStream().map(each -> each.path(field).asText()).toList();
    }
}
