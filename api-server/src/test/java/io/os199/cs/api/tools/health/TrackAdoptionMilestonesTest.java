package io.os199.cs.api.tools.health;

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
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.HealthScenes;
import io.os199.cs.health.adoption.AdoptionMilestones;
import io.os199.cs.health.adoption.PortfolioMilestoneWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The worked example of the tool over a real database: a contract since 2026-01-01, looked at on 2026-03-10. */
class TrackAdoptionMilestonesTest {
    private static final String ACME = "{'client_id': 'client_acme'";
    private static final LocalDate TODAY = LocalDate.parse("2026-03-10");

    private final TestClock clock = new TestClock("2026-03-10T12:00:00Z");
    private final AuditLog audit = new AuditLog(clock);
    private final AdoptionMilestones milestones =
            new AdoptionMilestones(new Timeline(), audit, ClientAnswers.unkept());
    private final PortfolioMilestoneWork portfolio =
            new PortfolioMilestoneWork(milestones, new HealthModels());
    private TestDatabase database;
    private ToolFixture fixture;
    private TrackAdoptionMilestones tool;

    @BeforeEach
    void open() {
        database = TestDatabase.create(clock);
        fixture = new ToolFixture(database.database(), clock);
        Jobs jobs = ToolFixture.jobs(database, clock);
        tool =
                new TrackAdoptionMilestones(
                        database.database(),
                        new ClientDirectory(),
                        milestones,
                        new JobCalls(jobs, audit));
        client("client_acme", "Acme Corp", "2026-01-01", 40);
        database.execute(
                """
                insert into features (feature_id, key, name, category, min_tier, is_core)
                values ('feature_1', 'a', 'A', 'work', 'starter', true), ('feature_2', 'b', 'B', 'work', 'starter', true),
                    ('feature_3', 'c', 'C', 'work', 'starter', true), ('feature_4', 'd', 'D', 'work', 'starter', true),
                    ('feature_5', 'bridge', 'Bridge', 'integration', 'enterprise', false)
                """);
        database.execute(
                """
                insert into product_users (client_id, user_key, first_seen_on, last_seen_on)
                select 'client_acme', 'u' || day, cast(day as date), '2026-03-01'
                from unnest(array['2026-01-03', '2026-01-04', '2026-01-10', '2026-01-20', '2026-02-05']) as day
                """);
        database.execute(
                """
                insert into usage_user_features (client_id, feature_key, user_key, first_used_on, last_used_on,
                    use_day_count, adopted_on)
                values ('client_acme', 'a', 'u1', '2026-01-03', '2026-03-01', 9, '2026-01-12'),
                    ('client_acme', 'a', 'u2', '2026-01-03', '2026-03-01', 9, '2026-01-30'),
                    ('client_acme', 'b', 'u1', '2026-01-03', '2026-03-01', 9, '2026-01-25'),
                    ('client_acme', 'c', 'u1', '2026-01-03', '2026-03-01', 9, '2026-03-01'),
                    ('client_acme', 'd', 'u1', '2026-01-03', '2026-03-01', 2, null)
                """);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void milestonesHaveTheDayTheyWereReachedAndHowLateItWas() {
        JsonNode acme = fixture.ok(tool, ACME + "}");
        assertThat(acme.path("started_on").asText()).isEqualTo("2026-01-01");
        assertThat(acme.path("since_start_days").asInt()).isEqualTo(68);
        assertThat(acme.path("framework_version").asInt()).isEqualTo(1);
        assertThat(shown(acme))
                .containsExactly(
                        "account_activated achieved 2026-01-03 taken 2 late 0",
                        "first_value achieved 2026-01-12 taken 11 late 0",
                        "team_onboarded achieved 2026-02-05 taken 35 late 5",
                        "integration_connected not_applicable",
                        "core_adopted achieved 2026-03-01 taken 59 late 0",
                        "advanced_explored open",
                        "value_reviewed open",
                        "champion_developed open");
        assertThat(acme.at("/milestones/4/needed_value").asInt()).isEqualTo(3);
        assertThat(acme.at("/milestones/4/current_value").asInt()).isEqualTo(3);
        assertThat(acme.at("/milestones/3").has("needed_value")).isFalse();
        assertThat(acme.path("applicable_count").asInt()).isEqualTo(7);
        assertThat(acme.path("completion_rate").decimalValue()).isEqualTo("0.5714");
        assertThat(acme.path("pace").asText()).isEqualTo("on_track");
        assertThat(acme.path("next_milestone").toString())
                .isEqualTo(
                        "{\"milestone_key\":\"advanced_explored\",\"name\":\"Advanced features\","
                                + "\"due_on\":\"2026-04-01\",\"due_in_days\":22}");
        assertThat(acme.path("celebrations").findValuesAsText("milestone_key"))
                .containsExactly("core_adopted");
        assertThat(rules(acme)).containsExactly("AM_CELEBRATE");

        // With three seats, three users are the whole team, and the integration counts once the
        // tier includes it.
        database.execute("update contracts set included_users = 3");
        database.execute("update clients set tier = 'enterprise'");
        JsonNode three = fixture.ok(tool, ACME + ", 'as_of': '2026-03-09'}");
        assertThat(shown(three).get(3)).isEqualTo("integration_connected overdue late 22");
        database.execute("delete from adoption_milestones");
        assertThat(shown(fixture.ok(tool, ACME + ", 'as_of': '2026-03-09'}")).get(2))
                .isEqualTo("team_onboarded achieved 2026-01-10 taken 9 late 0");
    }

    @Test
    void whatIsReachedIsRecordedOnceAndItsFirstDayStays() {
        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        fixture.call(tool, reader, ACME + "}");
        fixture.ok(tool, ACME + ", 'record': false}");
        fixture.ok(tool, ACME + ", 'as_of': '2026-03-09'}");
        assertThat(count("adoption_milestones")).isZero();

        JsonNode first = fixture.ok(tool, ACME + "}");
        assertThat(fixture.ok(tool, ACME + "}").path("milestones"))
                .isEqualTo(first.path("milestones"));
        assertThat(run("client_acme").path("recorded_count").asInt()).isZero();
        assertThat(count("adoption_milestones")).isEqualTo(4);
        assertThat(count("timeline_events where type = 'usage' and is_milestone")).isEqualTo(4);
        assertThat(count("timeline_events where occurred_at = '2026-01-12T00:00:00Z'"))
                .isEqualTo(1);
        assertThat(count("audit_log where tool = 'track_adoption_milestones'")).isEqualTo(1);

        database.execute("delete from product_users");
        database.execute("update usage_user_features set adopted_on = null");
        assertThat(shown(fixture.ok(tool, ACME + "}")).subList(0, 3))
                .containsExactly(
                        "account_activated achieved 2026-01-03 taken 2 late 0",
                        "first_value achieved 2026-01-12 taken 11 late 0",
                        "team_onboarded achieved 2026-02-05 taken 35 late 5");
        JsonNode filtered = fixture.ok(tool, ACME + ", 'status_filter': ['not_applicable']}");
        assertThat(shown(filtered)).containsExactly("integration_connected not_applicable");
        assertThat(filtered.path("achieved_count").asInt()).isEqualTo(4);
    }

    @Test
    void ofWhomNothingIsKnownAllIsOpenOrOverdueAndNothingIsWritten() {
        client("client_globex", "Globex Ltd", "2026-01-01", 0);
        database.execute(
                """
                insert into onboarding_plans (client_id, plan_id, name, product_tier, team_size, timeline_weeks, start_date,
                    target_date, baseline_target_date, status)
                values ('client_globex', 'plan_1', 'Plan', 'standard', 5, 8, '2026-01-01', '2026-03-01', '2026-03-01',
                    'active')
                """);
        database.execute(
                """
                insert into onboarding_milestones (client_id, plan_id, sequence, name, week, planned_start_on, due_date,
                    status, estimated_hours, blocked_at, blocker_text)
                values ('client_globex', 'plan_1', 1, 'Single sign-on', 2, '2026-01-08', '2026-01-15', 'blocked', 4, now(),
                    E'Ask \\u202eana@globex.example')
                """);
        JsonNode globex = fixture.ok(tool, "{'client_id': 'globex ltd'}");
        assertThat(shown(globex).get(0)).isEqualTo("account_activated overdue late 65");
        assertThat(globex.path("achieved_count").asInt()).isZero();
        assertThat(globex.path("pace").asText()).isEqualTo("stuck");
        assertThat(rules(globex)).containsExactly("AM_STUCK", "AM_TRAIN");
        assertThat(globex.at("/recommendations/0/because").asText())
                .isEqualTo("account_activated, current_value 0, needed_value 1, due_on 2026-01-04");
        assertThat(globex.at("/blockers/0/untrusted").asBoolean()).isTrue();
        assertThat(globex.at("/blockers/0/blocker_text").asText())
                .isEqualTo("Ask ana@globex.example");
        assertThat(globex.findValuesAsText("reason")).contains("no_usage_ever");
        assertThat(count("adoption_milestones")).isZero();

        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        assertThat(
                        fixture.call(tool, reader, "{'client_id': 'client_globex'}")
                                .content()
                                .at("/blockers/0/blocker_text")
                                .asText())
                .doesNotContain("ana@");
    }

    @Test
    void reviewsAdvocatesTrainingsAndChosenFeaturesCountFromTheirNthDay() {
        database.execute(
                """
                insert into contacts (client_id, contact_id, name, email, role)
                values ('client_acme', 'contact_1', 'A', 'a@acme.example', 'champion'),
                    ('client_acme', 'contact_2', 'B', 'b@acme.example', 'user')
                """);
        database.execute(
                """
                insert into survey_responses (client_id, response_id, kind, score, contact_id, responded_at)
                values ('client_acme', 'r1', 'nps', 10, 'contact_2', '2026-01-05Z'),
                    ('client_acme', 'r2', 'nps', 8, 'contact_1', '2026-01-06Z'),
                    ('client_acme', 'r3', 'nps', 9, 'contact_1', '2026-02-01 23:30Z')
                """);
        database.execute(
                """
                insert into advocates (client_id, advocate_id, contact_id, contact_email, enrolled_on)
                values ('client_acme', 'advocate_1', 'contact_1', 'a@acme.example', '2026-02-03')
                """);
        database.execute(
                """
                insert into executive_reviews (client_id, review_id, type, scheduled_at, attendees, status, completed_at)
                values ('client_acme', 'v1', 'quarterly', '2026-02-10Z', '[]', 'cancelled', null),
                    ('client_acme', 'v2', 'quarterly', '2026-02-12Z', '[]', 'completed', '2026-02-13Z')
                """);
        database.execute(
                """
                insert into training_modules (module_id, code, name, format, duration_minutes)
                values ('module_1', 'M1', 'M', 'video', 10)
                """);
        database.execute(
                """
                insert into training_completions (client_id, module_id, contact_email, attempt, completed_at, passed)
                values ('client_acme', 'module_1', 'a@acme.example', 1, '2026-01-05Z', false),
                    ('client_acme', 'module_1', 'a@acme.example', 2, '2026-01-06Z', true),
                    ('client_acme', 'module_1', 'a@acme.example', 3, '2026-01-07Z', true),
                    ('client_acme', 'module_1', 'b@acme.example', 1, '2026-01-09Z', true)
                """);
        assertThat(shown(fixture.ok(tool, ACME + "}")).subList(6, 8))
                .containsExactly(
                        "value_reviewed achieved 2026-02-13 taken 43 late 0",
                        "champion_developed achieved 2026-02-01 taken 31 late 0");
        database.execute("delete from adoption_milestones");
        database.execute(
                """
                insert into survey_responses (client_id, response_id, kind, score, contact_email, responded_at)
                values ('client_acme', 'r4', 'nps', 10, 'b@acme.example', '2026-01-07Z'),
                    ('client_acme', 'r5', 'nps', 10, 'A@acme.example', '2026-01-20Z')
                """);
        assertThat(shown(fixture.ok(tool, ACME + "}")))
                .contains("champion_developed achieved 2026-01-20 taken 19 late 0");
        JsonNode custom =
                fixture.ok(
                        tool,
                        ACME
                                + ", 'milestone_framework': 'custom', 'custom_milestones': ["
                                + custom("trained", "trainings_passed", "2", "")
                                + ", "
                                + custom("both", "features_adopted", "2", "'a', 'b'")
                                + ", "
                                + custom("half", "core_adopted_rate", "0.5", "")
                                + ", "
                                + custom("tried", "feature_used", "1", "'d'")
                                + "]}");
        assertThat(shown(custom))
                .containsExactly(
                        "trained achieved 2026-01-09 taken 8 late 0",
                        "both achieved 2026-01-25 taken 24 late 14",
                        "half achieved 2026-01-25 taken 24 late 14",
                        "tried achieved 2026-01-03 taken 2 late 0");
        assertThat(custom.has("framework_version")).isFalse();
        assertThat(count("adoption_milestones where framework = 'custom'")).isZero();
    }

    private static String custom(String key, String metric, String threshold, String features) {
        return "{'milestone_key': '%s', 'name': 'N', 'metric': '%s', 'threshold': %s, %s 'target_days': 10, 'importance': 'low'}"
                .formatted(
                        key,
                        metric,
                        threshold,
                        features.isEmpty() ? "" : "'feature_keys': [" + features + "],");
    }

    @Test
    void aRunRecordsForAllAndPeersAreWhatItRecorded() {
        for (int i = 1; i <= 5; i++) {
            String id = "client_" + i;
            client(id, "Peer " + i, "2026-01-01", 40);
            database.execute(
                    """
                    insert into product_users (client_id, user_key, first_seen_on, last_seen_on)
                    values ('%s', 'u', date '2026-01-01' + %d, '2026-03-01')
                    """
                            .formatted(id, i));
        }
        client("client_young", "Young Ltd", "2026-03-09", 40);
        JsonNode result = run("client_1", "client_acme", "client_young");
        assertThat(result.path("client_count").asInt()).isEqualTo(7);
        assertThat(result.path("recorded_count").asInt()).isEqualTo(9);
        assertThat(run("client_1", "client_young").path("recorded_count").asInt()).isZero();
        JsonNode activated = result.at("/milestones/0");
        assertThat(activated.path("applicable_client_count").asInt()).isEqualTo(7);
        assertThat(activated.path("achieved_client_count").asInt()).isEqualTo(6);
        // The newest client has not had its three days. The others took 1, 2, 2, 3, 4 and 5.
        assertThat(activated.path("completion_rate").decimalValue()).isEqualTo("1.0000");
        assertThat(activated.path("median_days").decimalValue()).isEqualTo("2.50");
        assertThat(activated.path("p75_days").decimalValue()).isEqualTo("3.75");
        assertThat(result.path("stuck").findValuesAsText("client_id"))
                .containsExactly("client_1", "client_2", "client_3", "client_4", "client_5");
        assertThat(result.at("/stuck/0/milestone_key").asText()).isEqualTo("first_value");
        assertThat(result.at("/celebrations/0/client_id").asText()).isEqualTo("client_acme");
        assertThat(rules(result))
                .containsExactly("AM_STUCK", "AM_TRAIN", "AM_NEXT_DUE", "AM_CELEBRATE");
        assertThat(result.at("/milestones/3/applicable_client_count").asInt()).isZero();
        assertThat(result.path("data_gaps").findValuesAsText("how_to_fix"))
                .containsExactly(
                        "Score the portfolio: calculate_health_score with as_of 2026-03-10");

        JsonNode acme = fixture.ok(tool, ACME + "}").at("/milestones/0/benchmark");
        assertThat(acme.toString())
                .isEqualTo(
                        "{\"median_days\":3.00,\"p25_days\":2.00,\"p75_days\":4.00,\"p90_days\":4.60,"
                            + "\"completion_rate\":1.0000,\"peer_group\":\"tier\","
                            + "\"peer_count\":5}");

        // A client that has not reached it counts, without days; one to which it does not apply is
        // no peer.
        database.execute(
                "delete from adoption_milestones where client_id in ('client_4', 'client_5')");
        JsonNode fewer = fixture.ok(tool, ACME + "}").path("milestones");
        assertThat(fewer.at("/0/benchmark").toString())
                .isEqualTo(
                        "{\"median_days\":2.00,\"p25_days\":1.50,\"p75_days\":2.50,\"p90_days\":2.80,"
                            + "\"completion_rate\":0.6000,\"peer_group\":\"tier\","
                            + "\"peer_count\":5}");
        assertThat(fewer.at("/1/benchmark").toString())
                .isEqualTo("{\"completion_rate\":0.0000,\"peer_group\":\"tier\",\"peer_count\":5}");
        assertThat(fewer.at("/3").has("benchmark")).isFalse();
        database.execute("update clients set tier = 'enterprise' where client_id <> 'client_acme'");
        assertThat(
                        fixture.ok(tool, ACME + "}")
                                .at("/milestones/3/benchmark/completion_rate")
                                .decimalValue())
                .isEqualTo("0.0000");
        database.execute("delete from adoption_milestones where client_id like 'client__'");
        assertThat(fixture.ok(tool, ACME + "}").findValues("benchmark")).isEmpty();
    }

    @Test
    void everyRefusalSaysWhatToSendInstead() {
        JsonNode unknown = fixture.refused(tool, ACME + ", 'milestone_framework': 'saas'}");
        assertThat(unknown.path("code").asText()).isEqualTo("not_found");
        assertThat(unknown.path("message").asText())
                .isEqualTo(
                        "no active framework has this milestone_framework; send standard or"
                                + " custom");
        assertThat(faults(", 'milestone_framework': 'custom'"))
                .containsExactly("custom_milestones");
        assertThat(faults(", 'as_of': '2026-03-11'")).containsExactly("as_of");
        String two =
                custom("x", "core_adopted_rate", "1.01", "'a', 'nothing'")
                        + ", "
                        + custom("x", "users_seen", "1.5", "'a'");
        assertThat(faults(", 'milestone_framework': 'custom', 'custom_milestones': [" + two + "]"))
                .containsExactlyInAnyOrder(
                        "custom_milestones[0].threshold",
                        "custom_milestones[0].feature_keys",
                        "custom_milestones[1].milestone_key",
                        "custom_milestones[1].threshold",
                        "custom_milestones[1].feature_keys");
        String late = custom("x", "users_seen", "1", "").replace("10", "3650");
        assertThat(faults(", 'milestone_framework': 'custom', 'custom_milestones': [" + late + "]"))
                .containsExactly("custom_milestones[0].target_days");
        assertThat(faults(", 'custom_milestones': [" + custom("x", "users_seen", "1", "") + "]"))
                .containsExactly("custom_milestones");
        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        assertThat(fixture.call(tool, reader, "{}").content().at("/error/code").asText())
                .isEqualTo("forbidden");
        assertThat(fixture.ok(tool, "{'wait_seconds': 0}").at("/job/status").asText())
                .isEqualTo("queued");
    }

    private List<String> faults(String arguments) {
        JsonNode error = fixture.refused(tool, ACME + arguments + "}");
        assertThat(error.path("code").asText()).isEqualTo("invalid_argument");
        List<String> fields = new ArrayList<>(error.path("faults").findValuesAsText("field"));
        return fields.isEmpty() ? List.of(error.path("field").asText()) : fields;
    }

    /** Runs the nightly job, in one chunk from the first to the last of the ids. */
    private JsonNode run(String... ids) {
        JobOrder order = database.database().read(tx -> PortfolioMilestoneWork.nightly(tx, TODAY));
        RunningJob job =
                new RunningJob("job_1", order.tool(), "system", order.arguments(), clock.instant());
        JsonNode chunk =
                database.database()
                        .write(
                                tx ->
                                        portfolio.work(
                                                tx,
                                                job,
                                                new JobChunk(1, ids[0], ids[ids.length - 1], 0)));
        return database.database().write(tx -> portfolio.finish(tx, job, List.of(chunk)));
    }

    private static List<String> shown(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        for (JsonNode each : answer.path("milestones")) {
            StringBuilder line =
                    new StringBuilder(each.path("milestone_key").asText())
                            .append(' ')
                            .append(each.path("status").asText());
            if (each.has("achieved_on")) {
                line.append(' ').append(each.path("achieved_on").asText());
                line.append(" taken ").append(each.path("taken_days").asInt());
            }
            if (each.has("late_days")) {
                line.append(" late ").append(each.path("late_days").asInt());
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static List<String> rules(JsonNode answer) {
        return answer.path("recommendations").findValuesAsText("rule_id");
    }

    private void client(String id, String name, String start, int seats) {
        database.jdbi().useHandle(db -> HealthScenes.client(db, id, name, "standard", 1000));
        database.execute(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, tier, included_users)
                values ('%s', 'contract_%s', 'new', 1000, '%s', 'standard', nullif(%d, 0))
                """
                        .formatted(id, id, start, seats));
    }

    private int count(String table) {
        return database.jdbi()
                .withHandle(
                        db ->
                                db.createQuery("select count(*) from " + table)
                                        .mapTo(Integer.class)
                                        .one());
    }
}
