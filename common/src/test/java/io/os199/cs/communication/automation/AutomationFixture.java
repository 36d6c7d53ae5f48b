package io.os199.cs.communication.automation;

import io.os199.cs.communication.Tasks;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.mail.MailSettings.Sender;
import io.os199.cs.communication.mail.MailSettings.Sending;
import io.os199.cs.communication.model.AutomationActionType;
import io.os199.cs.communication.model.AutomationEvent;
import io.os199.cs.communication.model.ClientBehavior;
import io.os199.cs.communication.model.Crossing;
import io.os199.cs.communication.model.DeliveryGuarantee;
import io.os199.cs.communication.model.ProviderKind;
import io.os199.cs.communication.model.RecipientScope;
import io.os199.cs.communication.model.TemplateType;
import io.os199.cs.communication.model.TriggerType;
import io.os199.cs.communication.model.UseMeasure;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.core.model.Actor;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.http.PublicPost;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.support.Escalations;
import io.os199.cs.support.model.Teams;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.ticket.Tickets;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** Automations over real rows, and workers that evaluate and run them. */
final class AutomationFixture implements AutoCloseable {
    static final Actor ADA = new Actor("key_1", "request_1");

    final TestClock clock = new TestClock("2026-11-01T00:00:00Z");
    final TestDatabase server = TestDatabase.create(clock);
    final Timeline timeline = new Timeline();
    final AuditLog audit = new AuditLog(clock);
    final ClientAnswers answers = ClientAnswers.unkept();
    final Tasks tasks = new Tasks(timeline, audit, clock);
    final AutomationTerms terms =
            new AutomationTerms(
                    20, 200, List.of("localhost", "hooks.example.com"), ZoneId.of("Europe/Berlin"));
    ProviderKind provider = ProviderKind.SMTP;

    MailSettings mail() {
        return new MailSettings(
                List.of(new Sender("team@vendor.example", "The team")),
                Locale.UK,
                new Sending(provider, DeliveryGuarantee.AT_MOST_ONCE, 10, 100));
    }

    Tickets tickets() {
        return new Tickets(
                Teams.usual(),
                new Escalations(timeline, audit, answers),
                new Touchpoints(timeline, clock),
                timeline,
                audit,
                answers);
    }

    CommunicationAutomations automations() {
        return new CommunicationAutomations(terms, mail(), tasks, tickets(), audit);
    }

    Evaluation evaluation(Database database) {
        return new Evaluation(database, terms, audit, clock);
    }

    Evaluation.Done evaluate() {
        return evaluation(server.database()).run();
    }

    DueRuns dueRuns(Database database) {
        return new DueRuns(
                database,
                terms,
                mail(),
                tasks,
                tickets(),
                webhooks(),
                timeline,
                audit,
                answers,
                clock);
    }

    /** Returns webhooks whose host names resolve to public addresses as far as the check sees. */
    AutomationWebhooks webhooks() {
        PublicPost post =
                new PublicPost(
                        AutomationWebhooks.NAME,
                        new OutsideCalls(new PrometheusRegistry(), Tracing.off()),
                        _ ->
                                new InetAddress[] {
                                    InetAddress.getByAddress(new byte[] {93, (byte) 184, 34, 1})
                                });
        return new AutomationWebhooks(terms, () -> "a key that signs", post, clock);
    }

    int perform() {
        return dueRuns(server.database()).run();
    }

    /** Adds active clients {@code client_001} and so on, each with one contact and Ada as CSM. */
    void clients(int count) {
        execute(
                """
                insert into client_names (client_id, name, created_at)
                select 'client_' || lpad(i::text, 3, '0'), 'Client ' || i, '2025-01-01' from generate_series(1, %1$d) i;
                insert into clients (client_id, name, company_name, tier, lifecycle_stage, status, contract_value, csm,
                    created_at)
                select client_id, name, '', 'standard', 'active', 'active', 1000, 'Ada', '2025-01-01' from client_names;
                insert into contacts (client_id, contact_id, name, email, role, is_primary)
                select client_id, 'contact_' || client_id, 'Person One', client_id || '@client.example', 'user', true
                from client_names;
                """
                        .formatted(count));
    }

    void score(String clientId, String day, double overall) {
        execute(
                """
                insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at, cut_at,
                    overall, coverage, inputs)
                select '%s', model_id, model_version, 30, date '%2$s', timestamptz '%2$sT02:00:00Z',
                    timestamptz '%2$sT00:00:00Z', %3$s, 1, '{}'
                from scoring_models where kind = 'health' and name = 'weighted_composite' and status = 'active'
                """
                        .formatted(clientId, day, overall));
    }

    static AutomationTrigger event(AutomationEvent event) {
        return new AutomationTrigger(
                event.isOfContract() ? TriggerType.CONTRACT_EVENT : TriggerType.EVENT_BASED,
                null,
                null,
                null,
                event,
                null,
                null,
                event.isAhead() ? 90 : null,
                null,
                null,
                null,
                null);
    }

    static AutomationTrigger behavior(ClientBehavior behavior, @Nullable Integer days) {
        return new AutomationTrigger(
                TriggerType.BEHAVIOR_BASED,
                null,
                null,
                null,
                null,
                behavior,
                behavior.isOfFeature() ? "reports" : null,
                days,
                null,
                null,
                null,
                null);
    }

    static AutomationTrigger health(Crossing direction, int threshold) {
        return new AutomationTrigger(
                TriggerType.HEALTH_SCORE,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                BigDecimal.valueOf(threshold),
                direction,
                null,
                null);
    }

    static AutomationTrigger use(Crossing direction, String threshold, UseMeasure metric) {
        return new AutomationTrigger(
                TriggerType.USAGE_PATTERN,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new BigDecimal(threshold),
                direction,
                null,
                metric);
    }

    static AutomationTrigger milestone(String name) {
        return new AutomationTrigger(
                TriggerType.MILESTONE,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                name,
                null);
    }

    static AutomationAction task(String title) {
        return new AutomationAction(
                AutomationActionType.CREATE_TASK,
                null,
                null,
                null,
                null,
                null,
                title,
                3,
                "high",
                null,
                null);
    }

    static AutomationAction email() {
        return new AutomationAction(
                AutomationActionType.SEND_EMAIL,
                "Hello {{client_name}}",
                "Dear {{first_name|friend}}",
                TemplateType.HEALTH_CHECK,
                null,
                RecipientScope.PRIMARY,
                null,
                null,
                null,
                null,
                null);
    }

    static AutomationAction ticket() {
        return new AutomationAction(
                AutomationActionType.CREATE_TICKET,
                null,
                "Their score fell",
                null,
                null,
                null,
                "Look into it",
                null,
                "P2",
                TicketCategory.OTHER,
                null);
    }

    static AutomationAction inApp() {
        return new AutomationAction(
                AutomationActionType.SEND_IN_APP_NOTIFICATION,
                null,
                "We are here",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    static AutomationAction webhook(String url) {
        return new AutomationAction(
                AutomationActionType.TRIGGER_WEBHOOK,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                url);
    }

    /** Adds an active automation; returns its id. */
    String automation(
            String name, AutomationTrigger trigger, int cooldownDays, AutomationAction... actions) {
        return server.database()
                .write(
                        tx ->
                                switch (automations()
                                        .create(
                                                tx,
                                                new AutomationSettings(
                                                        name,
                                                        trigger,
                                                        new AutomationSettings.Target(
                                                                null, null, null),
                                                        List.of(actions),
                                                        0,
                                                        cooldownDays),
                                                true,
                                                ADA,
                                                clock.instant())) {
                                    case Answer.Ok<Automation>(var made) -> made.automationId();
                                    case Answer.Refused<Automation>(var refusal) ->
                                            throw new AssertionError(refusal.message());
                                });
    }

    void execute(String sql) {
        server.jdbi().useHandle(db -> db.createScript(sql).execute());
    }

    String one(String sql) {
        return server.jdbi().withHandle(db -> db.createQuery(sql).mapTo(String.class).one());
    }

    List<String> all(String sql) {
        return server.texts(sql);
    }

    /** Returns the runs of each client in the order of their occurrence, as {@code client key status}. */
    List<String> runs() {
        return all(
                "select client_id || ' ' || occurrence_key || ' ' || status from automation_runs"
                        + " order by client_id, triggered_at, occurrence_key");
    }

    @Override
    public void close() {
        server.close();
    }
}
