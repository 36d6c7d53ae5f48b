package io.os199.cs.onboarding.automation;

import io.os199.cs.communication.Tasks;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.Mail;
import io.os199.cs.communication.mail.Outbox.Queued;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.TaskSource;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.onboarding.automation.OnboardingRunDao.Run;
import io.os199.cs.onboarding.model.PlanProgress;
import io.os199.cs.onboarding.progress.TrackedPlan;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.Escalations;
import io.os199.cs.support.model.Escalation;
import io.os199.cs.support.model.NewEscalation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Performs a queued run in one transaction: email, alert or escalation, with their events, and the end of the run. */
public final class AutomationRuns {
    /** How long after its occasion an email to a customer may still be sent. */
    private static final Duration LATEST = Duration.ofHours(24);

    private static final Actor SYSTEM = new Actor("system", null);
    private static final String TOOL = PlanAutomations.TOOL;

    private final AutomationMail mail;
    private final Tasks tasks;
    private final Escalations escalations;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public AutomationRuns(
            Mail mail,
            Tasks tasks,
            Escalations escalations,
            Timeline timeline,
            AuditLog audit,
            ClientAnswers answers) {
        this.mail = new AutomationMail(mail);
        this.tasks = tasks;
        this.escalations = escalations;
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /** The outcome of a run. */
    enum Outcome {
        COMPLETED,
        FAILED,
        SKIPPED_LATE,
        SKIPPED_NO_PROVIDER,
        SKIPPED_CONDITION;

        private String status() {
            return WireName.of(this);
        }
    }

    AutomationMail mail() {
        return mail;
    }

    /** Performs a run; empty where another worker has it, it was done before, or it may not be done now. */
    Optional<Outcome> perform(Transaction tx, OnboardingRunDao.Waiting waiting, Instant now) {
        return tx.dao(OnboardingRunDao.class)
                .lock(waiting.clientId(), waiting.runId())
                .map(run -> perform(tx, run, now));
    }

    private Outcome perform(Transaction tx, Run run, Instant now) {
        AutomationActions actions = AutomationActions.read(run.actions());
        PlanSettings settings = Json.read(run.settings(), PlanSettings.class);
        Outcome outcome = Outcome.SKIPPED_CONDITION;
        MailTexts email = actions.email();
        if (email != null && run.trigger().writes() && settings.emailCustomer()) {
            outcome = write(tx, run, email, settings, now);
        }
        AutomationActions.Alert alert = actions.alert();
        if (alert != null && run.hasAlert()) {
            alert(tx, run, alert, now);
            outcome = outcome == Outcome.SKIPPED_CONDITION ? Outcome.COMPLETED : outcome;
        }
        String escalation = actions.escalationTitle();
        if (escalation != null && run.isEscalating()) {
            escalate(tx, run, escalation, now);
            outcome = Outcome.COMPLETED;
        }
        tx.dao(OnboardingRunDao.class).finish(run.clientId(), run.runId(), outcome.status(), now);
        audit.record(
                tx,
                AuditEntry.done(
                        SYSTEM,
                        TOOL,
                        "run",
                        List.of(run.clientId(), run.automationId(), run.runId())));
        answers.changed(tx, run.clientId());
        return outcome;
    }

    /** Writes to the customer, unless it is too late or nothing would deliver it. */
    private Outcome write(
            Transaction tx, Run run, MailTexts texts, PlanSettings settings, Instant now) {
        if (run.dueAt().plus(LATEST).isBefore(now)) {
            return Outcome.SKIPPED_LATE;
        }
        if (!mail.hasProvider()) {
            act(tx, run, 1, "send_email", "skipped_no_provider", null, null, now);
            return Outcome.SKIPPED_NO_PROVIDER;
        }
        TrackedPlan plan = plan(tx, run, now);
        List<Letter> letters =
                mail
                        .letters(
                                tx,
                                texts,
                                AutomationMail.recipients(
                                        tx, run.clientId(), settings.recipientContactIds()),
                                plan,
                                run.sequence(),
                                Occurrences.day(now))
                        .stream()
                        .filter(letter -> letter.missing().isEmpty())
                        .toList();
        if (letters.isEmpty()) {
            act(tx, run, 1, "send_email", "failed", null, "no_recipient", now);
            return Outcome.FAILED;
        }
        List<Queued> queued =
                mail.queue(tx, run.automationId(), run.name(), run.occurrenceKey(), letters, now);
        act(tx, run, 1, "send_email", "done", null, null, now);
        timeline.record(
                tx,
                queued.stream()
                        .map(
                                message ->
                                        event(
                                                run,
                                                timeline.idOf("email_message", message.messageId()),
                                                EventType.COMMUNICATION,
                                                "Onboarding email: " + run.name(),
                                                Impact.NEUTRAL,
                                                message.messageId(),
                                                now))
                        .toList());
        return Outcome.COMPLETED;
    }

    private void alert(Transaction tx, Run run, AutomationActions.Alert alert, Instant now) {
        String taskId =
                tasks.create(
                        tx,
                        new ClientRef(run.clientId(), run.clientName()),
                        titled(alert.title(), run.about()),
                        alert.priority(),
                        Occurrences.day(now).plusDays(alert.dueInDays()),
                        run.owner(),
                        TaskSource.ONBOARDING,
                        sourceId(run));
        act(tx, run, 2, "create_task", "done", taskId, null, now);
        timeline.record(
                tx,
                event(
                        run,
                        timeline.idOf("automation_run", run.runId()),
                        EventType.ONBOARDING,
                        titled("Onboarding alert: " + run.name(), run.about()),
                        run.trigger().impact(),
                        taskId,
                        now));
    }

    /** Returns plan, trigger and key, in the form used by the scan that closes the alert. */
    private static String sourceId(Run run) {
        String key = run.occurrenceKey().substring(run.planId().length());
        return run.planId() + ' ' + WireName.of(run.trigger()) + key;
    }

    private void escalate(Transaction tx, Run run, String title, Instant now) {
        PlanProgress.Projection ahead =
                plan(tx, run, now).standing(Occurrences.day(now)).progress().projection();
        boolean isCritical =
                ahead != null
                        && ahead.criticalPath().contains(Objects.requireNonNull(run.sequence()));
        Answer<Escalation> opened =
                escalations.open(
                        tx,
                        new NewEscalation(
                                run.clientId(),
                                isCritical ? Severity.HIGH : Severity.MEDIUM,
                                titled(title, run.about()),
                                null,
                                null,
                                run.owner()),
                        new Doing(SYSTEM, TOOL, now));
        switch (opened) {
            case Answer.Ok<Escalation>(var escalation) ->
                    act(
                            tx,
                            run,
                            3,
                            "open_escalation",
                            "done",
                            escalation.escalationId(),
                            null,
                            now);
            case Answer.Refused<Escalation>(var refusal) ->
                    throw new IllegalStateException(refusal.message());
        }
    }

    private static TrackedPlan plan(Transaction tx, Run run, Instant now) {
        return TrackedPlan.of(tx, run.clientId(), run.planId(), Occurrences.day(now)).orElseThrow();
    }

    private static String titled(String title, @Nullable String about) {
        return about == null ? title : title + " (" + UntrustedText.name(about) + ")";
    }

    private static void act(
            Transaction tx,
            Run run,
            int actionNo,
            String type,
            String status,
            @Nullable String refId,
            @Nullable String error,
            Instant now) {
        tx.dao(OnboardingRunDao.class)
                .act(run.clientId(), run.runId(), actionNo, type, status, refId, error, now);
    }

    private static TimelineEvent event(
            Run run,
            String eventId,
            EventType type,
            String title,
            Impact impact,
            String refId,
            Instant now) {
        Map<String, Object> detail = new TreeMap<>();
        detail.put("automation_id", run.automationId());
        detail.put("trigger", run.trigger());
        Integer sequence = run.sequence();
        if (sequence != null) {
            detail.put("milestone_sequence", sequence);
        }
        return new TimelineEvent(
                run.clientId(),
                now,
                eventId,
                type,
                title,
                detail,
                impact,
                false,
                SYSTEM.principal(),
                TOOL,
                refId);
    }
}
