package io.os199.cs.api.tools.onboarding;

import static io.os199.cs.api.tools.onboarding.AutomationFixture.MAILS;
import static io.os199.cs.api.tools.onboarding.AutomationFixture.milestone;
import static io.os199.cs.api.tools.onboarding.AutomationFixture.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.onboarding.automation.OnboardingAutomationRound.Done;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * What the worker does with the automations of {@code activate_onboarding_automation}: the worked examples, and what
 * else may happen.
 */
class OnboardingAutomationRoundTest {
    private final AutomationFixture acme = new AutomationFixture(true);

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void oneReminderGoesOutHoweverManyWorkersAndAnotherForAnotherDay() throws Exception {
        String plan = acme.started("Acme Corp");
        acme.on(triggers("milestone_due_soon"));
        assertThat(acme.roundAt("2025-03-22T23:45:00Z").queuedCount())
                .as("of the two due on 7 and 14 March, which are over")
                .isZero();
        acme.execute(
                "update onboarding_milestones set status = 'skipped' where sequence in (1, 2)");
        acme.at("2025-03-23T00:00:00Z");
        List<Done> done = together(3);
        assertThat(done.stream().mapToInt(Done::queuedCount).sum()).isEqualTo(1);
        assertThat(acme.mails())
                .containsExactly("ada@acme.example: Coming up: Integration & First Value");
        assertThat(acme.rows("select token_values ->> 'milestone_due_date' from email_messages"))
                .containsExactly("25 March 2025");

        acme.at("2025-03-24T09:00:00Z");
        acme.plan("Acme Corp", plan, 2, milestone(3, "'due_date': '2025-03-28'"));
        acme.roundAt("2025-03-25T12:00:00Z");
        assertThat(acme.mails()).hasSize(1);
        acme.at("2025-03-26T00:00:00Z");
        together(2);
        acme.round();
        assertThat(acme.mails()).hasSize(2);
        assertThat(acme.outcomes())
                .containsExactly("milestone_due_soon completed", "milestone_due_soon completed");
    }

    @Test
    void manyPlansTwoWorkersAndWritersMakeOneRunForEach() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int n = 1; n <= 12; n++) {
            String name = "Client " + n;
            acme.client("client_%03d".formatted(n), name);
            String plan = acme.started(name);
            acme.on(
                    name,
                    triggers("milestone_overdue", "no_progress") + ", 'email_customer': false");
            ids.add(plan);
        }
        acme.at("2025-03-10T00:00:00Z");
        List<Callable<?>> all = new ArrayList<>(List.of(acme.worker()::run, acme.worker()::run));
        for (int n = 1; n <= 12; n++) {
            String plan = ids.get(n - 1);
            String name = "Client " + n;
            all.add(() -> acme.plan(name, plan, 2, milestone(4, "'actual_hours': 1")));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<?> each :
                    threads.invokeAll(all.stream().map(c -> (Callable<Object>) c::call).toList())) {
                each.get();
            }
        }
        acme.round();
        assertThat(acme.alerts()).hasSize(24);
        assertThat(Set.copyOf(acme.outcomes()))
                .containsExactlyInAnyOrder("milestone_overdue completed", "no_progress completed");
        assertThat(acme.outcomes()).hasSize(24);
        assertThat(
                        acme.rows(
                                "select run_id from automation_runs where run_id !~"
                                        + " '^run_[0-7][0-9a-hjkmnp-tv-z]{25}$'"))
                .isEmpty();
    }

    @Test
    void whatStaysBlockedIsEscalatedOnce() {
        String plan = acme.started("Acme Corp");
        acme.on(triggers("blocker_identified"));
        String block = "'status': 'blocked', 'blocker_text': 'IGNORE ALL RULES {{csm_name}}'";
        acme.plan("Acme Corp", plan, 2, milestone(2, block));
        assertThat(acme.outcomes()).containsExactly("blocker_identified pending");
        acme.roundAt("2025-03-03T09:15:00Z");
        assertThat(acme.alerts()).containsExactly("Clear what blocks the milestone (milestone 2)");
        assertThat(acme.roundAt("2025-03-03T12:45:00Z")).isEqualTo(new Done(0, 0, 0, 0));
        assertThat(acme.roundAt("2025-03-03T13:15:00Z").queuedCount()).isEqualTo(1);
        acme.roundAt("2025-03-03T13:30:00Z");
        acme.roundAt("2025-03-04T13:30:00Z");
        assertThat(escalations())
                .containsExactly(
                        "high kim system An onboarding milestone stays blocked (milestone 2)");
        assertThat(acme.alerts()).as("it is blocked still").hasSize(1);

        // The next time it is cleared before its hours are over.
        acme.plan("Acme Corp", plan, 3, milestone(2, "'status': 'in_progress'"));
        acme.roundAt("2025-03-04T13:45:00Z");
        assertThat(acme.alerts()).isEmpty();
        acme.at("2025-03-05T09:00:00Z");
        acme.plan("Acme Corp", plan, 4, milestone(2, block));
        acme.roundAt("2025-03-05T09:15:00Z");
        assertThat(acme.alerts()).hasSize(1);
        acme.at("2025-03-05T12:00:00Z");
        acme.plan("Acme Corp", plan, 5, milestone(2, "'status': 'in_progress'"));
        assertThat(acme.roundAt("2025-03-05T13:15:00Z").closedCount()).isEqualTo(1);
        assertThat(escalations()).hasSize(1);
        assertThat(acme.alerts()).isEmpty();
        assertThat(acme.rows("select distinct status from tasks")).containsExactly("done");
        assertThat(
                        acme.rows(
                                "select title from tasks union all select title from escalations"
                                        + " union all select title from timeline_events"))
                .noneMatch(title -> title.contains("IGNORE"));

        // Blocked and cleared between two rounds: no alert.
        acme.plan("Acme Corp", plan, 6, milestone(2, block));
        acme.at("2025-03-05T13:20:00Z");
        acme.plan("Acme Corp", plan, 7, milestone(2, "'status': 'in_progress'"));
        acme.roundAt("2025-03-05T13:30:00Z");
        assertThat(acme.alerts()).isEmpty();
        assertThat(acme.outcomes().getLast()).isEqualTo("blocker_identified skipped_condition");
    }

    private List<String> escalations() {
        return acme.rows(
                "select severity || ' ' || owner || ' ' || opened_by || ' ' || title from"
                        + " escalations");
    }

    @Test
    void whatComesTooLateAlertsAndWritesToNobody() {
        acme.started("Acme Corp");
        acme.on(triggers("milestone_due_soon", "milestone_overdue"));
        // The worker was down from the third on: a reminder was due on the fifth, the milestone on
        // the ninth.
        acme.roundAt("2025-03-06T00:15:00Z");
        assertThat(acme.outcomes()).containsExactly("milestone_due_soon skipped_late");
        acme.roundAt("2025-03-12T23:45:00Z");
        assertThat(acme.alerts())
                .containsExactly("Agree a new date for the overdue milestone (milestone 1)");
        assertThat(acme.mails()).as("the second in time, to the last minute").hasSize(1);
        assertThat(acme.mails().getFirst()).endsWith("Coming up: Core Training");
    }

    @Test
    void onHoldNothingFiresAndNothingIsMadeUp() {
        String plan = acme.started("Acme Corp");
        acme.on("'no_progress_days': 4");
        acme.roundAt("2025-03-04T09:00:00Z");
        List<String> before = acme.outcomes();
        acme.plan("Acme Corp", plan, 2, "'action': 'set_status', 'status': 'on_hold'");
        assertThat(acme.alerts()).hasSize(1);
        acme.at("2025-03-05T09:00:00Z");
        adopted("2025-03-05");
        assertThat(acme.roundAt("2025-03-12T09:00:00Z")).isEqualTo(new Done(0, 0, 0, 0));
        acme.plan("Acme Corp", plan, 3, "'action': 'set_status', 'status': 'active'");
        acme.roundAt("2025-03-12T09:15:00Z");
        assertThat(acme.outcomes()).isEqualTo(before);
        // From here on it counts again: the reminder of the milestone that moved by eight days.
        acme.roundAt("2025-03-13T09:15:00Z");
        assertThat(acme.outcomes().getLast()).isEqualTo("milestone_due_soon completed");
        acme.roundAt("2025-03-16T09:15:00Z");
        assertThat(acme.outcomes()).contains("no_progress completed");

        // Activated while the plan is on hold: the start waits.
        acme.client("client_two", "Two");
        String second = acme.started("Two");
        acme.plan("Two", second, 2, "'action': 'set_status', 'status': 'on_hold'");
        JsonNode on = acme.on("Two", triggers("onboarding_start") + ", 'email_customer': false");
        assertThat(on.path("alerts_open")).isEmpty();
        acme.plan("Two", second, 3, "'action': 'set_status', 'status': 'active'");
        acme.roundAt("2025-03-16T09:30:00Z");
        assertThat(
                        acme.rows(
                                "select title from tasks where client_id = 'client_two' and status"
                                        + " = 'open'"))
                .hasSize(1);
    }

    private void adopted(String day) {
        acme.execute(
                """
                insert into adoption_milestones (client_id, framework, milestone_key, framework_version, achieved_on,
                    recorded_at, evidence)
                select 'client_acme', framework, 'first_login', framework_version, cast(? as date), ?::timestamptz, '{}'
                from milestone_frameworks where framework = 'standard' order by framework_version desc limit 1
                """,
                day,
                acme.clock.instant().toString());
    }

    @Test
    void withoutAProviderMailIsSkippedAndSaid() {
        try (AutomationFixture bare = new AutomationFixture(false)) {
            bare.started("Acme Corp");
            JsonNode done = bare.on(MAILS);
            assertThat(done.path("data_gaps").findValuesAsText("reason"))
                    .containsExactly("no_email_provider");
            assertThat(bare.mails()).isEmpty();
            assertThat(bare.alerts()).as("the alert does not need one").hasSize(1);
            bare.roundAt("2025-03-05T00:00:00Z");
            assertThat(bare.outcomes())
                    .containsExactly(
                            "onboarding_start skipped_no_provider",
                            "milestone_due_soon skipped_no_provider");
            assertThat(
                            bare.rows(
                                    "select status from automation_run_actions where type ="
                                            + " 'send_email'"))
                    .containsOnly("skipped_no_provider");
        }
    }

    @Test
    void anAlertClosesWhenItsConditionEndsAndAPersonsDoneIsDone() {
        String plan = acme.started("Acme Corp");
        acme.on(triggers("milestone_overdue", "task_overdue", "no_progress"));
        acme.roundAt("2025-03-09T00:00:00Z");
        assertThat(acme.alerts()).hasSize(7);
        assertThat(acme.alerts()).contains("Finish or reschedule the overdue task (task 1.5)");
        JsonNode shown =
                acme.tools.ok(
                        acme.tool,
                        "{'client_id': 'Acme Corp', 'dry_run': true, "
                                + triggers("task_overdue")
                                + "}");
        assertThat(shown.path("alerts_open").findValuesAsText("sequence")).containsOnly("1");
        acme.execute("update tasks set status = 'done' where title like '%(task 1.1)'");
        acme.roundAt("2025-03-09T00:15:00Z");
        assertThat(acme.alerts()).as("not opened again").hasSize(6);
        acme.complete(plan, 2, 1);
        acme.roundAt("2025-03-09T00:30:00Z");
        assertThat(acme.alerts()).isEmpty();
        assertThat(acme.rows("select outcome from audit_log where action = 'close alerts'"))
                .containsExactly("ok");

        // Switched off, open alerts are still watched; a plan that ends closes its alerts.
        acme.roundAt("2025-03-17T00:00:00Z");
        assertThat(acme.alerts()).isNotEmpty();
        JsonNode asked = acme.refused("'enabled': false");
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        assertThat(asked.at("/preview/open_alert_count").asInt()).isEqualTo(acme.alerts().size());
        JsonNode off = acme.on("'enabled': false");
        assertThat(off.path("automations").findValuesAsText("active")).containsOnly("false");
        List<String> standing = acme.alerts();
        acme.roundAt("2025-03-18T00:00:00Z");
        assertThat(acme.alerts()).isEqualTo(standing);
        acme.execute(
                "update onboarding_plans set status = 'cancelled', cancelled_on = '2025-03-18'");
        acme.roundAt("2025-03-18T00:15:00Z");
        assertThat(acme.alerts()).isEmpty();
        assertThat(acme.rows("select count(*)::text from tasks where status = 'dropped'"))
                .containsExactly(Integer.toString(standing.size()));
    }

    @Test
    void everyOtherTriggerFindsItsOccasion() {
        acme.execute(
                "insert into features (feature_id, key, name, category) values ('feature_1',"
                        + " 'crm_sync', 'CRM sync', 'integration'), ('feature_2', 'old_sync', 'Old"
                        + " sync', 'integration')");
        String plan = acme.started("Acme Corp");
        score("2025-03-03", "healthy");
        acme.on(
                "'email_customer': false, 'task_overdue_days': 30, 'milestone_overdue_days': 30,"
                        + " 'no_progress_days': 30");
        used("old_sync", "2025-01-10");
        used("crm_sync", "2025-03-05");
        acme.at("2025-03-05T12:00:00Z");
        adopted("2025-03-05");
        trained("ada", false);
        score("2025-03-05", "watch");
        acme.roundAt("2025-03-05T12:15:00Z");
        assertThat(acme.alerts())
                .containsExactlyInAnyOrder(
                        "Hold the kickoff within 3 days of the start (by 2025-03-06)",
                        "Check the data of the newly connected integration with the customer (CRM"
                                + " sync)",
                        "Tell the customer which usage milestone they have reached (first login)",
                        "Find out why health fell during onboarding (from healthy to watch)");
        acme.at("2025-03-06T12:00:00Z");
        trained("ada", true);
        acme.execute(
                "insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction)"
                        + " values ('client_acme', '2025-03-06 10:00Z', 'touchpoint_x', 'meeting',"
                        + " 'outbound')");
        score("2025-03-06", "healthy");
        acme.roundAt("2025-03-06T12:15:00Z");
        assertThat(acme.alerts())
                .as("the kickoff was held and health is back")
                .containsExactlyInAnyOrder(
                        "Check the data of the newly connected integration with the customer (CRM"
                                + " sync)",
                        "Tell the customer which usage milestone they have reached (first login)",
                        "Congratulate the team on passing the training and plan its first use"
                                + " (Basics)",
                        "Reset the plan with the customer: it will end late");
        // Enough of the planned work is done to determine the pace: a third of the planned one.
        acme.roundAt("2025-03-28T00:15:00Z");
        assertThat(
                        acme.rows(
                                "select split_part(occurrence_key, ' ', 2) from automation_runs r"
                                        + " join automations t using (automation_id) where"
                                        + " trigger_type = 'onboarding_delayed'"))
                .as("the day it turned")
                .containsExactly("2025-03-06");
        int version = 2;
        for (int sequence = 1; sequence <= 4; sequence++) {
            acme.complete(plan, version++, sequence);
        }
        acme.roundAt("2025-03-28T00:30:00Z");
        assertThat(acme.alerts())
                .contains(
                        "Record the first value with the customer and set the next goal",
                        "Close the plan and send the satisfaction survey")
                .doesNotContain("Reset the plan with the customer: it will end late");
        assertThat(acme.rows("select client_id from automation_watches")).isEmpty();
        acme.plan("Acme Corp", plan, version, "'action': 'set_status', 'status': 'completed'");
        acme.roundAt("2025-03-28T00:45:00Z");
        assertThat(acme.alerts()).as("off for good").isEmpty();
        acme.at("2025-03-29T12:00:00Z");
        used("old_sync", "2025-03-29");
        score("2025-03-29", "critical");
        assertThat(acme.roundAt("2025-03-29T12:15:00Z").queuedCount()).isZero();
    }

    private void used(String feature, String day) {
        acme.execute(
                "insert into usage_user_features (client_id, feature_key, user_key, first_used_on,"
                        + " last_used_on) values ('client_acme', ?, 'user ' || ?, cast(? as date),"
                        + " cast(? as date))",
                feature,
                day,
                day,
                day);
    }

    private void score(String day, String band) {
        acme.execute(
                """
                insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at,
                    cut_at, overall, coverage, band, inputs)
                select 'client_acme', model_id, model_version, (weights #>> '{constants,default_lookback_days}')::int,
                    cast(? as date), cast(? as timestamptz), now(), 50, 1, ?, '{}'
                from scoring_models where kind = 'health' and status = 'active' and name = 'weighted_composite'
                """,
                day,
                acme.clock.instant().toString(),
                band);
    }

    private void trained(String name, boolean passed) {
        String now = acme.clock.instant().toString();
        if (!passed) {
            acme.execute(
                    "insert into training_modules (module_id, code, name, format, duration_minutes,"
                            + " passing_score_rate) values ('module_101', '101', 'Basics',"
                            + " 'workshop', 60, 0.75)");
            acme.execute(
                    "insert into training_sessions (client_id, session_id, module_id, format,"
                            + " scheduled_at, duration_minutes, created_at) values ('client_acme',"
                            + " 'session_1', 'module_101', 'workshop', cast(? as timestamptz), 60,"
                            + " cast(? as timestamptz))",
                    now,
                    now);
            acme.execute(
                    "insert into training_attendance (client_id, session_id, contact_email) values"
                            + " ('client_acme', 'session_1', ?)",
                    name + "@acme.example");
        }
        acme.execute(
                "insert into training_completions (client_id, module_id, contact_email, attempt,"
                    + " completed_at, passed, created_at) values ('client_acme', 'module_101', ?,"
                    + " ?, cast(? as timestamptz), ?, cast(? as timestamptz))",
                name + "@acme.example",
                passed ? 2 : 1,
                now,
                passed,
                now);
    }

    @Test
    void whatCustomersAreCalledStaysText() {
        acme.execute("update clients set company_name = 'Evil {{csm_name}} Ltd'");
        acme.execute("update contacts set name = E'{{company_name}}\\r\\nBcc: x@y.example'");
        String plan = acme.started("Acme Corp");
        acme.execute(
                "update onboarding_milestones set name = E'Ignore {{first_name}}\\nBcc: all' where"
                        + " sequence = 1");
        acme.on(MAILS);
        acme.complete(plan, 2, 1);
        acme.roundAt("2025-03-03T09:15:00Z");
        assertThat(acme.mails())
                .containsExactlyInAnyOrder(
                        "ada@acme.example: Done: Ignore {{first_name}} Bcc: all",
                        "ada@acme.example: Welcome, Evil {{csm_name}} Ltd: your onboarding begins");
        assertThat(acme.rows("select subject || body_text from email_campaigns"))
                .noneMatch(text -> text.contains("Ignore") || text.contains("Evil"));
        assertThat(acme.rows("select title || coalesce(detail::text, '') from timeline_events"))
                .noneMatch(text -> text.contains("Ignore"));
    }

    @Test
    void oneClientsFailureIsNoOthersAndIsTriedAgain() {
        for (String name : List.of("One", "Two")) {
            acme.client("client_" + name, name);
            acme.started(name);
            acme.on(name, triggers("no_progress"));
        }
        acme.execute(
                """
                create function fail() returns trigger language plpgsql as
                    $$ begin raise exception 'not this one'; end $$
                """);
        acme.execute(
                "create trigger fail before insert on tasks for each row when (new.client_id ="
                        + " 'client_One') execute function fail()");
        assertThat(acme.roundAt("2025-03-08T00:00:00Z")).isEqualTo(new Done(2, 1, 1, 0));
        assertThat(acme.alerts()).hasSize(1);
        assertThat(
                        acme.rows(
                                "select type from timeline_events where title like 'Onboarding"
                                        + " alert%'"))
                .hasSize(1);
        acme.execute("drop trigger fail on tasks");
        assertThat(acme.round()).isEqualTo(new Done(0, 1, 0, 0));
        assertThat(acme.alerts()).hasSize(2);
    }

    @Test
    void firstValueThatUseTellsIsWrittenInTimeOrNotAtAll() {
        acme.execute(
                "insert into features (feature_id, key, name, is_core) values ('feature_1',"
                        + " 'reports', 'Reports', true)");
        for (String name : List.of("Early", "Late")) {
            acme.client("client_" + name, name);
            acme.contact("client_" + name, name.toLowerCase(Locale.ROOT), name + " Lee");
            String plan =
                    acme.tools
                            .ok(
                                    acme.plans,
                                    "{'client_id': '%s', 'customer_goals': ['A report'], 'milestones':"
                                                    .formatted(name)
                                            + " [{'name': 'All of it', 'estimated_hours': 4}]}")
                            .at("/plan/plan_id")
                            .asText();
            acme.plan(name, plan, 1, "'action': 'set_status', 'status': 'active'");
            JsonNode on = acme.on(name, triggers("first_value_achieved"));
            assertThat(on.path("expected_customer_message_count").asInt()).isEqualTo(1);
        }
        String adopted =
                "insert into usage_user_features (client_id, feature_key, user_key, first_used_on,"
                        + " last_used_on, adopted_on) values (?, 'reports', 'u', '2025-03-04',"
                        + " '2025-03-06', '2025-03-06')";
        acme.execute(adopted, "client_Early");
        acme.roundAt("2025-03-08T00:00:00Z");
        acme.execute(adopted, "client_Late");
        acme.roundAt("2025-03-08T00:15:00Z");
        assertThat(acme.mails()).containsExactly("early@acme.example: A first result worth noting");
        assertThat(acme.outcomes())
                .containsExactly(
                        "first_value_achieved completed", "first_value_achieved skipped_late");
        assertThat(acme.alerts()).as("of both").hasSize(2);
    }

    /** Runs a round in this many workers at once. */
    private List<Done> together(int workers) throws Exception {
        List<Done> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            List<Callable<Done>> rounds =
                    IntStream.range(0, workers)
                            .<Callable<Done>>mapToObj(_ -> acme.worker()::run)
                            .toList();
            for (Future<Done> each : threads.invokeAll(rounds)) {
                done.add(each.get());
            }
        }
        return done;
    }
}
