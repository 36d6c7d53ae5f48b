package io.os199.cs.communication.automation;

import static io.os199.cs.communication.automation.AutomationFixture.behavior;
import static io.os199.cs.communication.automation.AutomationFixture.event;
import static io.os199.cs.communication.automation.AutomationFixture.health;
import static io.os199.cs.communication.automation.AutomationFixture.milestone;
import static io.os199.cs.communication.automation.AutomationFixture.task;
import static io.os199.cs.communication.automation.AutomationFixture.use;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.communication.model.AutomationEvent;
import io.os199.cs.communication.model.Cadence;
import io.os199.cs.communication.model.ClientBehavior;
import io.os199.cs.communication.model.Crossing;
import io.os199.cs.communication.model.TriggerType;
import io.os199.cs.communication.model.UseMeasure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What triggers automations, down to the row, including the worked examples. */
class EvaluationTest {
    private final AutomationFixture scene = new AutomationFixture();

    @AfterEach
    void close() {
        scene.close();
    }

    private void at(String instant) {
        scene.clock.advance(Duration.between(scene.clock.instant(), Instant.parse(instant)));
    }

    @Test
    void aScoreFiresWhenItFallsBelowAndNotAgainWithinTheCooldown() {
        scene.clients(1);
        scene.automation("Early", health(Crossing.BELOW, 50), 30, task("Call"));
        Map<Integer, Double> scores = new LinkedHashMap<>();
        scores.put(1, 62.0);
        scores.put(2, 49.0);
        scores.put(3, 48.0);
        scores.put(5, 51.0);
        scores.put(6, 47.0);
        scores.forEach(
                (day, score) -> {
                    if (day == 3) {
                        at("2026-11-03T00:00:00Z");
                        scene.automation("Late", health(Crossing.BELOW, 50), 30, task("Call"));
                    }
                    scene.score("client_001", "2026-11-0" + day, score);
                    at("2026-11-0" + day + "T03:00:00Z");
                    CompletableFuture<?> other = CompletableFuture.runAsync(scene::evaluate);
                    scene.evaluate();
                    other.join();
                    scene.perform();
                });
        assertThat(
                        scene.all(
                                "select a.name || ' ' || r.occurrence_key || ' ' || r.status from"
                                    + " automation_runs r join automations a using (automation_id)"
                                    + " order by a.name, r.occurrence_key"))
                .containsExactly(
                        "Early 2026-11-02 completed",
                        "Early 2026-11-06 skipped_cooldown",
                        "Late 2026-11-06 completed");
    }

    @Test
    void useThatDroppedByAsMuchFiresOnceAWeekAboveTheBaselineOnly() {
        scene.clients(4);
        at("2026-11-10T00:00:00Z");
        scene.automation(
                "Drop", use(Crossing.DROP, "0.3", UseMeasure.ACTIVE_USERS), 0, task("Call"));
        scene.automation("Rise", use(Crossing.RISE, "0.1", UseMeasure.EVENTS), 0, task("Praise"));
        // 40 users before, then 28, 29 and 44 now; 12 before, then none now.
        scene.execute(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count, minutes)
                select c.client_id, d.day, 'u' || i, 1, 0
                from (values ('client_001', 40, 28), ('client_002', 40, 29), ('client_003', 12, 0), ('client_004', 40, 44))
                    as c (client_id, before, recent),
                    lateral (values (date '2026-10-05', c.before), (date '2026-11-10', c.recent)) as d (day, users),
                    generate_series(1, d.users) i
                """);
        at("2026-11-11T10:00:00Z");
        scene.evaluate();
        at("2026-11-12T10:00:00Z");
        scene.evaluate();
        assertThat(scene.runs())
                .containsExactly("client_001 2026-W46 pending", "client_004 2026-W46 pending");
        assertThat(scene.all("select round(value::numeric, 2) from automation_runs order by value"))
                .containsExactly("-0.30", "0.10");
        at("2026-11-16T10:00:00Z");
        scene.evaluate();
        assertThat(scene.runs()).contains("client_001 2026-W47 pending").hasSize(4);
    }

    @Test
    void whatIsMoreThanADayMayHoldStopsTheAutomation() {
        scene.clients(500);
        String id =
                scene.automation("All", event(AutomationEvent.LIFECYCLE_CHANGED), 0, task("Call"));
        scene.execute(
                """
                insert into lifecycle_transitions (client_id, changed_at, from_stage, to_stage, actor)
                select client_id, '2026-11-01T00:01:00Z', 'active', 'expansion', 'key_1' from clients
                """);
        at("2026-11-01T00:05:00Z");
        assertThat(scene.evaluate()).isEqualTo(new Evaluation.Done(200, 300, 0));
        assertThat(
                        scene.all(
                                "select status || ' ' || count(*) || ' ' || min(client_id) || ' '"
                                        + " || max(client_id) from automation_runs group by status"
                                        + " order by status"))
                .containsExactly(
                        "pending 200 client_001 client_200",
                        "skipped_limit 300 client_201 client_500");
        assertThat(scene.one("select status from automations where automation_id = '" + id + "'"))
                .isEqualTo("paused_by_limit");
        // Accepted runs are performed; no new ones are looked for.
        assertThat(scene.perform()).isEqualTo(200);
        at("2026-11-01T00:10:00Z");
        assertThat(scene.evaluate()).isEqualTo(Evaluation.Done.NOTHING);
    }

    @Test
    void eachEventIsSeenByItsRowOnceAndNothingOfBefore() {
        scene.clients(3);
        at("2026-11-10T12:00:00Z");
        Map<AutomationEvent, List<String>> expected = new LinkedHashMap<>();
        expected.put(AutomationEvent.CLIENT_REGISTERED, List.of("client_new client_new"));
        expected.put(AutomationEvent.ONBOARDING_COMPLETED, List.of("client_001 plan_1"));
        expected.put(
                AutomationEvent.TRAINING_PASSED,
                List.of("client_001 module_1 1 " + sha("ana@client.example")));
        expected.put(AutomationEvent.TICKET_RESOLVED, List.of("client_001 ticket_1"));
        expected.put(
                AutomationEvent.TICKET_SLA_BREACHED, List.of("client_001 ticket_1 resolution"));
        expected.put(AutomationEvent.NPS_DETRACTOR, List.of("client_001 response_1"));
        expected.put(AutomationEvent.NPS_PROMOTER, List.of("client_001 response_3"));
        expected.put(AutomationEvent.ESCALATION_OPENED, List.of("client_001 escalation_1"));
        expected.put(AutomationEvent.CONTACT_LEFT, List.of("client_001 contact_client_001"));
        expected.put(
                AutomationEvent.LIFECYCLE_CHANGED,
                List.of("client_001 2026-11-10T13:00:00.000000Z at_risk"));
        expected.put(
                AutomationEvent.RENEWAL_DUE,
                List.of("client_001 contract_1 renewal_due 2027-02-09"));
        expected.put(
                AutomationEvent.CONTRACT_END,
                List.of("client_001 contract_1 contract_end 2027-02-09"));
        expected.put(
                AutomationEvent.CONTRACT_SIGNED,
                List.of("client_002 contract_2 contract_signed 2026-11-11"));
        expected.put(
                AutomationEvent.PAYMENT_OVERDUE,
                List.of("client_001 contract_1 payment_overdue 2026-11-10"));
        Map<AutomationEvent, String> ids = new LinkedHashMap<>();
        expected.keySet()
                .forEach(
                        each ->
                                ids.put(
                                        each,
                                        scene.automation(
                                                each.name(), event(each), 0, task("Call"))));
        plantEvents();
        at("2026-11-11T01:00:00Z");
        assertThat(scene.evaluate().failedCount()).isZero();
        assertThat(scene.evaluate()).isEqualTo(Evaluation.Done.NOTHING);
        expected.forEach(
                (each, runs) ->
                        assertThat(
                                        scene.all(
                                                "select client_id || ' ' || occurrence_key from"
                                                        + " automation_runs where status ="
                                                        + " 'pending' and automation_id = '"
                                                        + ids.get(each)
                                                        + "'"))
                                .as(each.name())
                                .isEqualTo(runs));
    }

    private static String sha(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Adds one event of each kind after the automations were made (13:00), and one of each before (11:00) or of
     * another kind.
     */
    private void plantEvents() {
        scene.execute(
                """
                insert into client_names (client_id, name) values ('client_new', 'New');
                insert into clients (client_id, name, company_name, created_at) values ('client_new', 'New', '', '2026-11-10T13:00:00Z');
                insert into onboarding_plans (client_id, plan_id, name, product_tier, team_size, timeline_weeks, start_date,
                    target_date, baseline_target_date, completed_on, status, updated_at) values
                    ('client_001', 'plan_1', 'P', 'standard', 5, 8, '2026-09-01', '2026-11-10', '2026-11-10', '2026-11-10',
                        'completed', '2026-11-10T13:00:00Z'),
                    ('client_002', 'plan_2', 'P', 'standard', 5, 8, '2026-09-01', '2026-11-10', '2026-11-10', '2026-11-01',
                        'completed', '2026-11-10T13:00:00Z');
                insert into training_modules (module_id, code, name, format, duration_minutes) values
                    ('module_1', 'M1', 'Module', 'self_paced', 30);
                insert into training_completions (client_id, module_id, contact_email, attempt, completed_at, passed) values
                    ('client_001', 'module_1', 'ana@client.example', 1, '2026-11-10T13:00:00Z', true),
                    ('client_001', 'module_1', 'bo@client.example', 1, '2026-11-10T13:00:00Z', false),
                    ('client_002', 'module_1', 'cy@client.example', 1, '2026-11-10T11:00:00Z', true);
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, status, opened_at,
                    resolved_at, first_response_breached_at, resolution_breached_at) values
                    ('client_001', 'ticket_1', 'S', 'D', 'P2', 'other', 'resolved', '2026-11-09', '2026-11-10T13:00:00Z',
                        '2026-11-10T11:00:00Z', '2026-11-10T12:30:00Z');
                insert into survey_responses (client_id, response_id, kind, score, responded_at) values
                    ('client_001', 'response_1', 'nps', 6, '2026-11-10T13:00:00Z'),
                    ('client_001', 'response_2', 'nps', 7, '2026-11-10T13:00:00Z'),
                    ('client_001', 'response_3', 'nps', 9, '2026-11-10T13:00:00Z'),
                    ('client_002', 'response_4', 'csat', 1, '2026-11-10T13:00:00Z'),
                    ('client_003', 'response_5', 'nps', 0, '2026-11-10T11:00:00Z');
                insert into escalations (client_id, escalation_id, severity, title, opened_by, opened_at, acknowledge_due_at, due_at)
                    values ('client_001', 'escalation_1', 'high', 'T', 'key_1', '2026-11-10T13:00:00Z', '2026-11-11', '2026-11-12');
                update contacts set left_company_at = '2026-11-10T13:00:00Z', is_primary = false where client_id = 'client_001';
                update contacts set left_company_at = '2026-11-10T13:00:00Z', email = 'Erased-1@erased.invalid'
                    where client_id = 'client_002';
                insert into email_suppressions (email, scope, reason, source, created_at) values
                    ('erased-1@erased.invalid', 'all', 'invalid_address', 'erasure', '2026-11-10T13:00:00Z');
                insert into lifecycle_transitions (client_id, changed_at, from_stage, to_stage, actor) values
                    ('client_001', '2026-11-10T13:00:00Z', 'active', 'at_risk', 'key_1'),
                    ('client_002', '2026-11-10T11:00:00Z', 'active', 'at_risk', 'key_1');
                insert into contracts (client_id, contract_id, type, value, start_date, end_date, renewal_date, tier, status,
                    created_at) values
                    ('client_001', 'contract_1', 'new', 1000, '2026-02-09', '2027-02-09', '2027-02-09', 'standard', 'active',
                        '2026-02-01'),
                    ('client_002', 'contract_2', 'new', 1000, '2026-11-11', '2027-11-11', '2027-11-11', 'standard', 'active',
                        '2026-11-01'),
                    ('client_003', 'contract_3', 'new', 1000, '2025-11-11', '2027-12-11', '2027-12-11', 'standard', 'active',
                        '2026-11-10T13:00:00Z'),
                    ('client_003', 'contract_4', 'amendment', 100, '2026-11-10', '2027-02-09', '2027-02-09', 'standard', 'active',
                        '2026-11-10T13:00:00Z');
                insert into payment_status_changes (client_id, contract_id, changed_at, from_status, to_status) values
                    ('client_001', 'contract_1', '2026-11-10T13:00:00Z', 'current', 'overdue'),
                    ('client_002', 'contract_2', '2026-11-10T13:00:00Z', 'current', 'late');
                """);
    }

    @Test
    void whatPeopleDoAndDoNotIsSeenByTheDay() {
        scene.clients(6);
        scene.execute(
                """
                insert into features (feature_id, key, name) values ('feature_1', 'reports', 'Reports');
                update clients set contract_start_date = '2026-10-28' where client_id = 'client_003';
                """);
        String inactive =
                scene.automation("Away", behavior(ClientBehavior.INACTIVE, 14), 0, task("Call"));
        String unused =
                scene.automation(
                        "Unused", behavior(ClientBehavior.FEATURE_UNUSED, 14), 0, task("Show"));
        String first =
                scene.automation(
                        "First",
                        behavior(ClientBehavior.FEATURE_FIRST_USED, null),
                        0,
                        task("Hail"));
        // 1 was last active on 28 October, 2 a day later; 3 never was; 4 is active and last used
        // reports on 28 October; 5 used it first on
        // 11 November at 09:30, 6 long before and again.
        scene.execute(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count) values
                    ('client_001', '2026-10-28', 'u', 1), ('client_002', '2026-10-29', 'u', 1),
                    ('client_004', '2026-10-28', 'u', 1), ('client_004', '2026-11-09', 'u', 1),
                    ('client_005', '2026-11-11', 'u', 1), ('client_006', '2026-11-11', 'u', 1);
                insert into usage_daily_features (client_id, day, feature_key, event_count, user_count) values
                    ('client_004', '2026-10-28', 'reports', 1, 1), ('client_005', '2026-11-11', 'reports', 1, 1),
                    ('client_006', '2026-11-11', 'reports', 1, 1);
                insert into usage_user_features (client_id, feature_key, user_key, first_used_on, last_used_on) values
                    ('client_004', 'reports', 'u', '2026-10-01', '2026-10-28'),
                    ('client_005', 'reports', 'u', '2026-11-11', '2026-11-11'),
                    ('client_006', 'reports', 'u', '2026-10-01', '2026-11-11');
                insert into usage_events (client_id, occurred_at, event_id, user_key, feature_key, event_type, source) values
                    ('client_005', '2026-11-11T09:30:00Z', 'e1', 'u', 'reports', 'view', 'import');
                """);
        at("2026-11-11T10:00:00Z");
        assertThat(scene.evaluate().failedCount()).isZero();
        assertThat(runsOf(inactive))
                .containsExactly(
                        "client_001 2026-10-28 2026-11-11 00:00",
                        "client_003 never 2026-11-11 00:00");
        assertThat(runsOf(unused)).containsExactly("client_004 2026-10-28 2026-11-11 00:00");
        assertThat(runsOf(first)).containsExactly("client_005 2026-11-11 2026-11-11 09:30");
        // A client that is active again when its run is due is left alone.
        scene.execute(
                "insert into usage_daily_users (client_id, day, user_key, event_count) values"
                        + " ('client_001', '2026-11-11', 'u', 1)");
        scene.perform();
        assertThat(scene.runs())
                .contains(
                        "client_001 2026-10-28 skipped_condition",
                        "client_003 never completed",
                        "client_004 2026-10-28 completed",
                        "client_005 2026-11-11 completed");
    }

    @Test
    void milestonesOfBothKindsAndTimesOfDayFireOnce() {
        scene.clients(2);
        at("2026-11-10T12:00:00Z");
        String onboarding = scene.automation("Plan", milestone("go LIVE"), 0, task("Call"));
        String adoption = scene.automation("Key", milestone("first_report"), 0, task("Call"));
        String daily =
                scene.automation(
                        "Daily",
                        new AutomationTrigger(
                                TriggerType.TIME_BASED,
                                Cadence.DAILY,
                                null,
                                "09:00",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null),
                        0,
                        task("Look"));
        scene.execute(
                """
                insert into onboarding_plans (client_id, plan_id, name, product_tier, team_size, timeline_weeks, start_date,
                    target_date, baseline_target_date, status) values
                    ('client_001', 'plan_1', 'P', 'standard', 5, 8, '2026-09-01', '2026-12-10', '2026-12-10', 'active');
                insert into onboarding_milestones (client_id, plan_id, sequence, name, week, planned_start_on, due_date,
                    completed_on, status, estimated_hours, updated_at) values
                    ('client_001', 'plan_1', 1, 'Go live', 1, '2026-09-01', '2026-09-08', '2026-11-10', 'completed', 4,
                        '2026-11-10T15:00:00Z'),
                    ('client_001', 'plan_1', 2, 'Kick off', 1, '2026-09-01', '2026-09-08', '2026-11-10', 'completed', 4,
                        '2026-11-10T15:00:00Z');
                insert into adoption_milestones (client_id, framework, framework_version, milestone_key, achieved_on, recorded_at,
                    evidence)
                select 'client_002', framework, framework_version, 'first_report', '2026-11-10', '2026-11-10T16:00:00Z', '{}'
                from milestone_frameworks limit 1;
                """);
        at("2026-11-11T10:00:00Z");
        assertThat(scene.evaluate().failedCount()).isZero();
        assertThat(runsOf(onboarding)).containsExactly("client_001 plan_1 1 2026-11-10 15:00");
        assertThat(runsOf(adoption))
                .singleElement()
                .asString()
                .startsWith("client_002 ")
                .endsWith(" first_report 2026-11-10 16:00");
        // Nine o'clock in Berlin.
        assertThat(runsOf(daily))
                .containsExactly(
                        "client_001 2026-11-11 2026-11-11 08:00",
                        "client_002 2026-11-11 2026-11-11 08:00");
    }

    @Test
    void withoutACooldownOneThatIsSeenAfterALaterOneCountsToo() {
        scene.clients(1);
        scene.automation("Moved", event(AutomationEvent.LIFECYCLE_CHANGED), 0, task("Call"));
        scene.automation("Rests", event(AutomationEvent.LIFECYCLE_CHANGED), 1, task("Call"));
        for (String minute : List.of("06", "03")) {
            scene.execute(
                    "insert into lifecycle_transitions (client_id, changed_at, from_stage,"
                            + " to_stage, actor) values ('client_001', '2026-11-01T00:"
                            + minute
                            + ":00Z', 'active', 'at_risk', 'key_1')");
            at("2026-11-01T00:10:00Z");
            scene.evaluate();
        }
        assertThat(
                        scene.all(
                                "select a.name || ' ' || r.status from automation_runs r join"
                                        + " automations a using (automation_id) order by a.name,"
                                        + " r.triggered_at"))
                .containsExactly(
                        "Moved pending",
                        "Moved pending",
                        "Rests skipped_cooldown",
                        "Rests pending");
    }

    @Test
    void whatIsStoppedWhileItIsLookedThroughDoesNotRun() {
        scene.clients(1);
        scene.automation("Left", event(AutomationEvent.CONTACT_LEFT), 0, task("Call"));
        scene.execute("update contacts set left_company_at = '2026-11-01T00:01:00Z'");
        at("2026-11-01T00:05:00Z");
        CompletableFuture<?> evaluating =
                scene.server
                        .jdbi()
                        .inTransaction(
                                db -> {
                                    db.execute(
                                            "update automations set status = 'paused', version ="
                                                    + " version + 1");
                                    CompletableFuture<?> begun =
                                            CompletableFuture.runAsync(scene::evaluate);
                                    while (scene.all(
                                                    "select pid::text from pg_locks where not"
                                                            + " granted")
                                            .isEmpty()) {
                                        Thread.onSpinWait();
                                    }
                                    return begun;
                                });
        evaluating.join();
        assertThat(scene.runs()).isEmpty();
    }

    @Test
    void whatWasMissedForADayIsToldAsLateAndNotDone() {
        scene.clients(1);
        scene.automation("Left", event(AutomationEvent.CONTACT_LEFT), 0, task("Call"));
        scene.execute("update contacts set left_company_at = '2026-11-01T06:00:00Z'");
        at("2026-11-02T06:00:01Z");
        scene.evaluate();
        assertThat(scene.runs()).containsExactly("client_001 contact_client_001 skipped_late");
        assertThat(scene.perform()).isZero();
    }

    private List<String> runsOf(String automationId) {
        return scene.all(
                "select client_id || ' ' || occurrence_key || ' ' || to_char(triggered_at at time"
                        + " zone 'UTC', 'YYYY-MM-DD HH24:MI') from automation_runs where"
                        + " automation_id = '"
                        + automationId
                        + "' order by client_id");
    }
}
