package io.os199.cs.api.tools.onboarding;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.communication.Tasks;
import io.os199.cs.communication.mail.Mail;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.mail.MailSettings.Sender;
import io.os199.cs.communication.mail.MailSettings.Sending;
import io.os199.cs.communication.model.DeliveryGuarantee;
import io.os199.cs.communication.model.ProviderKind;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Timeline;
import io.os199.cs.onboarding.automation.AutomationRuns;
import io.os199.cs.onboarding.automation.Occurrences;
import io.os199.cs.onboarding.automation.OnboardingAutomationRound;
import io.os199.cs.onboarding.automation.OnboardingAutomationRound.Done;
import io.os199.cs.onboarding.automation.PlanAutomations;
import io.os199.cs.onboarding.plan.OnboardingPlans;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.support.Escalations;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * Acme Corp with a contact and a plan of four milestones (due on 7, 14, 25 and 31 March 2025), its automations and a
 * worker's rounds.
 */
final class AutomationFixture implements AutoCloseable {
    static final String MORNING = "2025-03-03T09:00:00Z";

    /** The four triggers that send mail to the customer. */
    static final String MAILS =
            triggers(
                    "onboarding_start",
                    "milestone_due_soon",
                    "milestone_completion",
                    "first_value_achieved");

    final TestClock clock = new TestClock(MORNING);
    final TestDatabase server = TestDatabase.create(clock);
    final ToolFixture tools = new ToolFixture(server.database(), clock);
    final CreateOnboardingPlan plans;
    final ActivateOnboardingAutomation tool;
    private final Occurrences occurrences = new Occurrences();
    private final AuditLog audit = new AuditLog(clock);
    private final AutomationRuns runs;

    AutomationFixture(boolean hasProvider) {
        at(MORNING);
        Timeline timeline = new Timeline();
        ClientAnswers answers = ClientAnswers.unkept();
        Mail mail =
                Mail.of(
                        new MailSettings(
                                List.of(new Sender("team@vendor.example", "The team")),
                                Locale.UK,
                                new Sending(
                                        hasProvider ? ProviderKind.SMTP : ProviderKind.NONE,
                                        DeliveryGuarantee.AT_MOST_ONCE,
                                        10,
                                        100)));
        runs =
                new AutomationRuns(
                        mail,
                        new Tasks(timeline, audit, clock),
                        new Escalations(timeline, audit, answers),
                        timeline,
                        audit,
                        answers);
        plans =
                new CreateOnboardingPlan(
                        server.database(),
                        new ClientDirectory(),
                        new OnboardingPlans(timeline, audit, answers, occurrences));
        tool =
                new ActivateOnboardingAutomation(
                        server.database(),
                        new ClientDirectory(),
                        new PlanAutomations(occurrences, runs, timeline, audit, answers));
        client("client_acme", "Acme Corp");
        contact("client_acme", "ada", "Ada Lee");
    }

    /** Runs a round as one worker does. */
    Done round() {
        return worker().run();
    }

    OnboardingAutomationRound worker() {
        return new OnboardingAutomationRound(
                server.database(), occurrences, runs, audit, ClientAnswers.unkept(), clock);
    }

    Done roundAt(String instant) {
        at(instant);
        return round();
    }

    void client(String id, String name) {
        execute("insert into client_names (client_id, name) values (?, ?)", id, name);
        execute(
                """
                insert into clients (client_id, name, company_name, tier, csm, lifecycle_stage, contract_start_date)
                values (?, ?, ?, 'professional', 'kim', 'onboarding', '2025-03-01')
                """,
                id,
                name,
                name);
    }

    void contact(String client, String id, String name) {
        execute(
                "insert into contacts (client_id, contact_id, name, email, role) values (?, ?, ?,"
                        + " ?, 'admin')",
                client,
                "contact_" + id,
                name,
                id + "@acme.example");
    }

    /** Creates and starts a plan; returns its id. The plan is at version 2. */
    String started(String client) {
        String plan = draft(client);
        plan(client, plan, 1, "'action': 'set_status', 'status': 'active'");
        return plan;
    }

    String draft(String client) {
        return tools.ok(
                        plans,
                        "{'client_id': '%s', 'customer_goals': ['A report'], 'team_size': 10}"
                                .formatted(client))
                .at("/plan/plan_id")
                .asText();
    }

    JsonNode plan(String client, String plan, int version, String change) {
        return tools.ok(
                plans,
                "{'client_id': '%s', 'plan_id': '%s', 'version': %d, %s}"
                        .formatted(client, plan, version, change));
    }

    static String milestone(int sequence, String change) {
        return "'action': 'update_milestone', 'milestone_sequence': %d, %s"
                .formatted(sequence, change);
    }

    /** Finishes a milestone as a colleague would. */
    JsonNode complete(String plan, int version, int sequence) {
        execute(
                "update onboarding_tasks set status = 'cancelled' where milestone_sequence = ?",
                sequence);
        return plan("Acme Corp", plan, version, milestone(sequence, "'status': 'completed'"));
    }

    static String triggers(String... triggers) {
        return "'automation_triggers': ["
                + String.join(", ", List.of(triggers).stream().map(t -> "'" + t + "'").toList())
                + "]";
    }

    /** Configures the automations of a client, confirming where required. */
    JsonNode on(String client, String arguments) {
        String more = arguments.isEmpty() ? "" : ", " + arguments;
        String call = "{'client_id': '%s'%s".formatted(client, more);
        JsonNode first = tools.call(tool, ToolFixture.ADMIN, call + "}").content();
        JsonNode asked = first.path("error");
        return asked.path("code").asText().equals("confirmation_required")
                ? tools.ok(
                        tool,
                        call
                                + ", 'confirmation_token': '%s'}"
                                        .formatted(asked.path("confirmation_token").asText()))
                : tools.ok(tool, call + "}");
    }

    JsonNode on(String arguments) {
        return on("Acme Corp", arguments);
    }

    JsonNode refused(String arguments) {
        return tools.refused(tool, "{'client_id': 'Acme Corp', " + arguments + "}");
    }

    /** Moves the clock, and makes the partitions that the day needs. */
    void at(String instant) {
        clock.set(instant);
        try {
            new Partitions(server.dataSource(), clock).ensureAhead();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql, @Nullable Object... values) {
        server.jdbi().useHandle(db -> db.execute(sql, values));
    }

    List<String> rows(String query) {
        return server.jdbi().withHandle(db -> db.createQuery(query).mapTo(String.class).list());
    }

    /** Returns the queued mails, oldest first: recipient and subject. */
    List<String> mails() {
        return rows(
                "select contact_email || ': ' || subject from email_messages order by created_at,"
                        + " contact_email");
    }

    /** Returns the open alerts, by title. */
    List<String> alerts() {
        return rows(
                "select title from tasks where source = 'onboarding' and status = 'open' order by"
                        + " title");
    }

    /** Returns the outcomes of runs with their triggers. */
    List<String> outcomes() {
        return rows(
                """
                select t.trigger_type || ' ' || r.status from automation_runs r
                join automations t using (automation_id) order by r.triggered_at, t.trigger_type, r.occurrence_key
                """);
    }

    @Override
    public void close() {
        server.close();
    }
}
