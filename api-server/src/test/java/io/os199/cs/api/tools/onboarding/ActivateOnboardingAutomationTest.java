package io.os199.cs.api.tools.onboarding;

import static io.os199.cs.api.tools.onboarding.AutomationFixture.MAILS;
import static io.os199.cs.api.tools.onboarding.AutomationFixture.MORNING;
import static io.os199.cs.api.tools.onboarding.AutomationFixture.milestone;
import static io.os199.cs.api.tools.onboarding.AutomationFixture.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.onboarding.automation.OnboardingAutomationRound.Done;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The worked examples of the tool that concern the call; for those of the worker see {@link
 * OnboardingAutomationRoundTest}.
 */
class ActivateOnboardingAutomationTest {
    private static final Principal WRITER = new Principal("key_writer", Set.of(Scope.CS_WRITE));
    private static final Principal SENDER =
            new Principal("key_sender", Set.of(Scope.CS_WRITE, Scope.CS_SEND));

    private final AutomationFixture acme = new AutomationFixture(true);

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void ofTenMessagesTheWelcomeComesAtOnce() {
        String plan = acme.started("Acme Corp");
        JsonNode tried =
                acme.tools.ok(
                        acme.tool, "{'client_id': 'Acme Corp', 'dry_run': true, " + MAILS + "}");
        assertThat(tried.path("expected_customer_message_count").asInt()).isEqualTo(10);
        assertThat(tried.at("/first_message/to").asText()).isEqualTo("ada@acme.example");
        assertThat(tried.at("/first_message/subject").asText())
                .isEqualTo("Welcome, Acme Corp: your onboarding begins");
        assertThat(acme.mails()).isEmpty();
        assertThat(acme.rows("select automation_id from onboarding_plan_automations")).isEmpty();

        JsonNode asked = acme.refused(MAILS);
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        JsonNode preview = asked.path("preview");
        assertThat(preview.path("expected_customer_message_count").asInt()).isEqualTo(10);
        assertThat(preview.at("/recipients/0/email").asText()).isEqualTo("ada@acme.example");
        assertThat(preview.at("/first_message/body_text").asText()).startsWith("Hello Ada,");

        JsonNode done = acme.on(MAILS);
        assertThat(done.path("plan_id").asText()).isEqualTo(plan);
        assertThat(done.path("expected_customer_message_count").asInt()).isEqualTo(10);
        assertThat(done.path("automations")).hasSize(14);
        assertThat(done.at("/automations/0/run_count").asInt()).isEqualTo(1);
        assertThat(done.at("/automations/0/last_run_at").asText()).isEqualTo(MORNING);
        assertThat(done.at("/automations/1/emails_customer").asBoolean()).isTrue();
        assertThat(done.at("/automations/2/trigger").asText()).isEqualTo("milestone_overdue");
        assertThat(done.at("/automations/2/active").asBoolean()).isFalse();
        assertThat(done.at("/alerts_open/0/trigger").asText()).isEqualTo("onboarding_start");
        assertThat(done.path("data_gaps")).isEmpty();
        assertThat(acme.mails())
                .containsExactly("ada@acme.example: Welcome, Acme Corp: your onboarding begins");
        assertThat(
                        acme.rows(
                                "select owner || ' ' || priority || ' ' || due_date || ' ' || title"
                                        + " from tasks"))
                .containsExactly(
                        "kim high 2025-03-04 Hold the kickoff within 3 days of the start (by"
                                + " 2025-03-06)");
        assertThat(
                        acme.rows(
                                "select type || ' ' || title from timeline_events where source ="
                                        + " 'activate_onboarding_automation' order by type, title"))
                .containsExactly(
                        "communication Onboarding email: Welcome",
                        "onboarding Onboarding alert: Welcome (by 2025-03-06)",
                        "onboarding Onboarding automations: on");

        // Changed while active: the welcome has been sent. One mail for each completed milestone.
        JsonNode changed = acme.on(MAILS + ", 'reminder_days_before': 3");
        assertThat(changed.path("expected_customer_message_count").asInt()).isEqualTo(9);
        assertThat(changed.at("/thresholds/reminder_days_before").asInt()).isEqualTo(3);
        acme.at("2025-03-03T10:00:00Z");
        JsonNode kickoff = acme.complete(plan, 2, 1);
        assertThat(kickoff.path("recommendations").findValuesAsText("rule_id"))
                .doesNotContain("PLAN-8");
        Done round = acme.roundAt("2025-03-03T10:15:00Z");
        assertThat(round).isEqualTo(new Done(0, 1, 0, 1));
        assertThat(acme.mails().getLast()).isEqualTo("ada@acme.example: Done: Kickoff & Setup");
        assertThat(
                        acme.rows(
                                "select token_values ->> 'next_milestone_name' from email_messages"
                                        + " where subject like 'Done%'"))
                .containsExactly("Core Training");
        assertThat(acme.alerts()).as("the kickoff was held").isEmpty();
        assertThat(
                        acme.rows(
                                "select count(*)::text from email_campaigns where automation_id is"
                                        + " not null"))
                .containsExactly("2");
    }

    @Test
    void withoutTheRightToSendThereAreOnlyAlerts() {
        acme.started("Acme Corp");
        JsonNode refused =
                acme.tools
                        .call(
                                acme.tool,
                                WRITER,
                                "{'client_id': 'Acme Corp', 'email_customer': true}")
                        .content()
                        .path("error");
        assertThat(refused.path("code").asText()).isEqualTo("forbidden");
        assertThat(refused.path("field").asText()).isEqualTo("email_customer");
        assertThat(refused.path("message").asText()).contains("email_customer: false");
        ToolResult done =
                acme.tools.call(
                        acme.tool, WRITER, "{'client_id': 'Acme Corp', 'email_customer': false}");
        assertThat(done.isError()).as("%s", done.content()).isFalse();
        assertThat(done.content().path("expected_customer_message_count").asInt()).isZero();
        assertThat(done.content().path("data_gaps").findValuesAsText("reason"))
                .containsExactly("emails_off");
        assertThat(acme.mails()).isEmpty();
        assertThat(acme.alerts()).hasSize(1);
        ToolResult alerts =
                acme.tools.call(
                        acme.tool,
                        WRITER,
                        "{'client_id': 'Acme Corp', " + triggers("task_overdue") + "}");
        assertThat(alerts.isError()).as("none of them emails").isFalse();
        // A caller that may send but not see personal data sees neither address nor name.
        JsonNode asked =
                acme.tools
                        .call(acme.tool, SENDER, "{'client_id': 'Acme Corp', " + MAILS + "}")
                        .content()
                        .path("error");
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        assertThat(asked.at("/preview/recipients/0/email").asText()).isEqualTo("a***@acme.example");
        assertThat(asked.toString()).doesNotContain("ada@").doesNotContain("Hello Ada");
    }

    @Test
    void thePreviewIsOfAReminderThatIsStillToBeSent() {
        acme.started("Acme Corp");
        String tried = "{'client_id': 'Acme Corp', 'dry_run': true, %s}";
        acme.at("2025-03-10T09:00:00Z");
        JsonNode next = acme.tools.ok(acme.tool, tried.formatted(triggers("milestone_due_soon")));
        assertThat(next.at("/first_message/subject").asText())
                .isEqualTo("Coming up: Core Training");
        acme.at("2025-04-10T09:00:00Z");
        String both = triggers("milestone_due_soon", "milestone_completion");
        JsonNode overdue = acme.tools.ok(acme.tool, tried.formatted(both));
        assertThat(overdue.at("/first_message/subject").asText()).contains("Kickoff");
        assertThat(overdue.at("/first_message").toString()).doesNotContain("is due on");
        JsonNode none = acme.tools.ok(acme.tool, tried.formatted(triggers("milestone_due_soon")));
        assertThat(none.has("first_message")).isFalse();
    }

    @Test
    void recipientsAreCurrentContactsOnTheDay() {
        acme.contact("client_acme", "ben", "Ben Lee");
        acme.contact("client_acme", "cy", "Cy Lee");
        acme.execute(
                "insert into email_suppressions (email, scope, reason, source) values"
                        + " ('cy@acme.example', 'all', 'hard_bounce', 'test')");
        String plan = acme.started("Acme Corp");
        JsonNode done =
                acme.on(
                        triggers("milestone_completion")
                                + ", 'customer_recipients': ['BEN@acme.example',"
                                + " 'cy@acme.example']");
        assertThat(done.path("expected_customer_message_count").asInt()).isEqualTo(4);
        assertThat(done.at("/excluded/0/email").asText()).isEqualTo("cy@acme.example");
        assertThat(done.at("/excluded/0/reason").asText()).isEqualTo("suppressed");
        assertThat(acme.rows("select settings::text from onboarding_plan_automations"))
                .noneMatch(text -> text.contains("@"));
        acme.complete(plan, 2, 1);
        acme.roundAt("2025-03-03T09:15:00Z");
        assertThat(acme.mails()).containsExactly("ben@acme.example: Done: Kickoff & Setup");
        acme.execute(
                "update contacts set left_company_at = now() where contact_id = 'contact_ben'");
        acme.complete(plan, 3, 2);
        assertThat(acme.round().failedCount()).isEqualTo(1);
        assertThat(acme.mails()).hasSize(1);
        JsonNode again = acme.on(triggers("milestone_completion"));
        assertThat(again.at("/automations/3/failed_count").asInt()).isEqualTo(1);
        assertThat(again.at("/automations/3/run_count").asInt()).isEqualTo(2);
        assertThat(again.at("/recipients/0/email").asText()).isEqualTo("ada@acme.example");
    }

    @Test
    void callsForOnePlanTakeTurnsAndALongListIsCut() throws Exception {
        acme.started("Acme Corp");
        String alerts =
                "{'client_id': 'Acme Corp', 'email_customer': false, 'task_overdue_days': %d}";
        List<Callable<ToolResult>> calls = new ArrayList<>();
        for (int days = 1; days <= 4; days++) {
            String arguments = alerts.formatted(days);
            calls.add(() -> acme.tools.call(acme.tool, WRITER, arguments));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<ToolResult> each : threads.invokeAll(calls)) {
                assertThat(each.get().isError()).as("%s", each.get().content()).isFalse();
            }
        }
        assertThat(acme.rows("select distinct version::text from onboarding_plan_automations"))
                .containsExactly("4");
        assertThat(acme.alerts()).hasSize(1);
        acme.roundAt("2025-04-10T00:00:00Z");
        // 20 tasks, 4 milestones, no kickoff, no progress, delayed.
        assertThat(acme.alerts()).hasSize(27);
        JsonNode shown =
                acme.tools.ok(acme.tool, alerts.formatted(1).replace("}", ", 'dry_run': true}"));
        assertThat(shown.path("alerts_open")).hasSize(20);
        assertThat(shown.at("/truncated/0/total_count").asInt()).isEqualTo(27);
    }

    @Test
    void aYesIsToWhatWasShown() {
        String plan = acme.started("Acme Corp");
        String token = acme.refused(MAILS).path("confirmation_token").asText();
        acme.plan("Acme Corp", plan, 2, milestone(4, "'status': 'skipped'"));
        JsonNode changed = acme.refused(MAILS + ", 'confirmation_token': '" + token + "'");
        assertThat(changed.path("code").asText()).isEqualTo("conflict");
        assertThat(changed.at("/preview/expected_customer_message_count").asInt()).isEqualTo(8);
        assertThat(acme.mails()).isEmpty();
        String idempotent = triggers("task_overdue") + ", 'idempotency_key': 'k1'";
        assertThat(acme.on(idempotent)).isEqualTo(acme.on(idempotent));
        assertThat(acme.rows("select version::text from onboarding_plan_automations"))
                .containsExactly("1");
    }

    @Test
    void whatCannotBeIsRefusedWithWhatToSendInstead() {
        JsonNode none = acme.refused("'email_customer': false");
        assertThat(none.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(none.path("hint").asText()).contains("create_onboarding_plan");
        String plan = acme.draft("Acme Corp");
        JsonNode draft = acme.refused("'email_customer': false");
        assertThat(draft.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(draft.path("hint").asText())
                .isEqualTo(
                        "Start it first: create_onboarding_plan with action set_status, plan_id %s,"
                                        .formatted(plan)
                                + " version 1, status active");
        acme.plan("Acme Corp", plan, 1, "'action': 'set_status', 'status': 'active'");
        assertThat(
                        acme.refused("'plan_id': 'plan_x', 'email_customer': false")
                                .path("code")
                                .asText())
                .isEqualTo("not_found");

        JsonNode stranger =
                acme.refused(
                        "'customer_recipients': ['ada@acme.example', 'eve@secret.example',"
                                + " 'ADA@acme.example ', 'bob@secret.example']");
        assertThat(stranger.path("code").asText()).isEqualTo("invalid_argument");
        JsonNode unknown =
                acme.refused("'customer_recipients': ['ada@acme.example', 'eve@secret.example']");
        assertThat(unknown.path("field").asText()).isEqualTo("customer_recipients[1]");
        assertThat(unknown.toString()).doesNotContain("secret");

        JsonNode bounds =
                acme.refused(
                        "'reminder_days_before': 15, 'blocker_escalation_hours': 0,"
                                + " 'no_progress_days': 31");
        assertThat(bounds.path("faults").findValuesAsText("field"))
                .containsExactlyInAnyOrder(
                        "reminder_days_before", "no_progress_days", "blocker_escalation_hours");
        JsonNode off =
                acme.refused("'enabled': false, 'email_customer': true, 'no_progress_days': 3");
        assertThat(off.path("faults").findValuesAsText("field"))
                .containsExactlyInAnyOrder("email_customer", "no_progress_days");
        JsonNode idle =
                acme.refused(
                        "'email_customer': false, 'customer_recipients': ['ada@acme.example']");
        assertThat(idle.path("field").asText()).isEqualTo("customer_recipients");
        assertThat(idle.path("expected").asText()).isEqualTo("absent");

        acme.execute("update contacts set left_company_at = now()");
        JsonNode nobody = acme.refused(MAILS);
        assertThat(nobody.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(nobody.path("field").asText()).isEqualTo("customer_recipients");
        assertThat(nobody.path("expected").asText()).contains("email_customer: false");
        assertThat(acme.rows("select automation_id from onboarding_plan_automations")).isEmpty();
        acme.execute(
                "update onboarding_plans set status = 'completed', completed_on = '2025-03-03'");
        assertThat(
                        acme.refused("'plan_id': '" + plan + "', 'enabled': false")
                                .path("code")
                                .asText())
                .isEqualTo("failed_precondition");
    }
}
