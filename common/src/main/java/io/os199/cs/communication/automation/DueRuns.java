package io.os199.cs.communication.automation;

import io.os199.cs.communication.Tasks;
import io.os199.cs.communication.automation.CommunicationRunDao.Acted;
import io.os199.cs.communication.automation.CommunicationRunDao.Run;
import io.os199.cs.communication.automation.HitDao.Asked;
import io.os199.cs.communication.automation.RunActions.Ended;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.model.AutomationActionType;
import io.os199.cs.communication.model.AutomationRunStatus;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.ticket.Tickets;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Executes due runs, however many workers do so at once. A worker claims some for a limited time; each action has a
 * transaction of its own, in which its completion is stored along with what it created. So a run whose worker dies
 * continues with the first action that has not ended.
 */
public final class DueRuns {
    public static final String NAME = "automation-runs";

    private static final Logger LOG = LoggerFactory.getLogger(DueRuns.class);
    private static final Actor SYSTEM = new Actor("system", null);
    private static final String TOOL = CommunicationAutomations.TOOL;
    private static final int AT_ONCE = 10;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int MOST_ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(2);

    private final Database database;
    private final AutomationTerms terms;
    private final RunActions actions;
    private final AutomationWebhooks webhooks;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;
    private final String worker = TypeId.next("worker");
    private final Clock clock;

    public DueRuns(
            Database database,
            AutomationTerms terms,
            MailSettings mail,
            Tasks tasks,
            Tickets tickets,
            AutomationWebhooks webhooks,
            Timeline timeline,
            AuditLog audit,
            ClientAnswers answers,
            Clock clock) {
        this.database = database;
        this.terms = terms;
        this.actions = new RunActions(mail, tasks, tickets);
        this.webhooks = webhooks;
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
        this.clock = clock;
    }

    /** Executes all due runs; returns how many have ended. */
    public int run() {
        int ended = 0;
        while (true) {
            Instant now = now();
            List<CommunicationRunDao.Key> taken =
                    database.write(
                            tx ->
                                    tx.dao(CommunicationRunDao.class)
                                            .claim(worker, now.plus(LEASE), AT_ONCE, now));
            if (taken.isEmpty()) {
                return ended;
            }
            for (CommunicationRunDao.Key key : taken) {
                ended += perform(key) ? 1 : 0;
            }
        }
    }

    /** Returns whether the run has ended. */
    private boolean perform(CommunicationRunDao.Key key) {
        try {
            while (true) {
                Step step = database.write(tx -> step(tx, key));
                switch (step) {
                    case ENDED -> {
                        return true;
                    }
                    case LOST, LATER -> {
                        return false;
                    }
                    case NEXT -> {}
                    case CALL -> {
                        if (!call(key)) {
                            return false;
                        }
                    }
                }
            }
        } catch (RuntimeException e) {
            if (Database.isUnavailable(e)) {
                throw e;
            }
            LOG.warn("{}: run {} could not be done", NAME, key.runId(), e);
            return database.write(tx -> again(tx, key, "not_done"));
        }
    }

    /** What to do next. */
    private enum Step {
        NEXT,
        /** Call an external system, between two transactions. */
        CALL,
        ENDED,
        LATER,
        LOST
    }

    private Step step(Transaction tx, CommunicationRunDao.Key key) {
        Instant now = now();
        CommunicationRunDao dao = tx.dao(CommunicationRunDao.class);
        Run run = dao.held(key.clientId(), key.runId(), worker).orElse(null);
        if (run == null) {
            return Step.LOST;
        }
        if (run.doneCount() == 0) {
            AutomationRunStatus skipped = skipped(tx, run, now);
            if (skipped != null) {
                finish(tx, run, skipped, now);
                return Step.ENDED;
            }
        }
        if (run.isOver()) {
            finish(tx, run, outcome(dao.actions(run.clientId(), run.runId())), now);
            return Step.ENDED;
        }
        dao.keep(run.clientId(), run.runId(), now.plus(LEASE), now);
        AutomationAction action = run.next();
        Ended ended =
                switch (action.type()) {
                    case SEND_EMAIL -> actions.send(tx, run, action, now);
                    case CREATE_TASK -> actions.give(tx, run, action, now);
                    case CREATE_TICKET -> actions.open(tx, run, action, now);
                    case SEND_IN_APP_NOTIFICATION -> actions.tell(tx, run, now);
                    case TRIGGER_WEBHOOK -> null;
                };
        if (ended == null) {
            return Step.CALL;
        }
        act(dao, run, ended, now);
        return Step.NEXT;
    }

    private @Nullable AutomationRunStatus skipped(Transaction tx, Run run, Instant now) {
        if (run.dueAt().plus(Evaluation.LATEST).isBefore(now)) {
            return AutomationRunStatus.SKIPPED_LATE;
        }
        Asked asked =
                Asked.of(
                        run.automationId(),
                        run.clientId(),
                        new AutomationSettings(
                                run.name(),
                                run.trigger(),
                                new AutomationSettings.Target(null, null, null),
                                run.actions(),
                                0,
                                0),
                        terms,
                        now,
                        now,
                        now);
        return tx.dao(HitDao.class).holds(asked, run.occurrenceKey()).orElse(false)
                ? null
                : AutomationRunStatus.SKIPPED_CONDITION;
    }

    /** Calls an external system; returns whether there may be more to do now. */
    private boolean call(CommunicationRunDao.Key key) {
        Run run =
                database.current(
                                tx ->
                                        tx.dao(CommunicationRunDao.class)
                                                .looked(key.clientId(), key.runId(), worker))
                        .orElse(null);
        if (run == null || run.isOver()) {
            return false;
        }
        Optional<Ended> ended = webhooks.tell(run, run.next());
        return database.write(
                tx -> {
                    CommunicationRunDao dao = tx.dao(CommunicationRunDao.class);
                    Run held = dao.held(key.clientId(), key.runId(), worker).orElse(null);
                    if (held == null || held.doneCount() != run.doneCount()) {
                        return false;
                    }
                    if (ended.isEmpty()) {
                        again(tx, key, "no_answer");
                        return false;
                    }
                    act(dao, held, ended.get(), now());
                    return true;
                });
    }

    /**
     * Schedules another attempt of the next action, or fails it after the last one; always returns false, since the
     * run has not ended.
     */
    private boolean again(Transaction tx, CommunicationRunDao.Key key, String error) {
        Instant now = now();
        CommunicationRunDao dao = tx.dao(CommunicationRunDao.class);
        Run run = dao.held(key.clientId(), key.runId(), worker).orElse(null);
        if (run == null || run.isOver()) {
            return false;
        }
        int attempts = run.attempts() + 1;
        boolean isLast = attempts >= MOST_ATTEMPTS;
        dao.act(
                new Acted(
                        run.clientId(),
                        run.runId(),
                        run.nextNo(),
                        run.next().type(),
                        isLast ? "failed" : "pending",
                        attempts,
                        null,
                        error),
                now);
        dao.keep(
                run.clientId(),
                run.runId(),
                isLast ? now : now.plus(FIRST_PAUSE.multipliedBy(1L << (attempts - 1))),
                now);
        return false;
    }

    private static void act(CommunicationRunDao dao, Run run, Ended ended, Instant now) {
        dao.act(
                new Acted(
                        run.clientId(),
                        run.runId(),
                        run.nextNo(),
                        run.next().type(),
                        ended.status(),
                        run.attempts() + 1,
                        ended.refId(),
                        ended.error()),
                now);
    }

    private static AutomationRunStatus outcome(List<Acted> actions) {
        if (actions.stream().anyMatch(each -> each.status().equals("failed"))) {
            return AutomationRunStatus.FAILED;
        }
        return actions.stream().allMatch(each -> each.status().equals("skipped_no_provider"))
                ? AutomationRunStatus.SKIPPED_NO_PROVIDER
                : AutomationRunStatus.COMPLETED;
    }

    private void finish(Transaction tx, Run run, AutomationRunStatus status, Instant now) {
        CommunicationRunDao dao = tx.dao(CommunicationRunDao.class);
        dao.finish(run.clientId(), run.runId(), status, now);
        if (status == AutomationRunStatus.COMPLETED) {
            timeline.record(tx, event(run, dao.actions(run.clientId(), run.runId()), now));
        }
        audit.record(
                tx,
                AuditEntry.done(
                        SYSTEM,
                        TOOL,
                        "run",
                        List.of(run.clientId(), run.automationId(), run.runId())));
        answers.changed(tx, run.clientId());
    }

    private TimelineEvent event(Run run, List<Acted> actions, Instant now) {
        boolean reached =
                actions.stream()
                        .filter(each -> each.status().equals("done"))
                        .anyMatch(
                                each ->
                                        each.type() == AutomationActionType.SEND_EMAIL
                                                || each.type()
                                                        == AutomationActionType
                                                                .SEND_IN_APP_NOTIFICATION);
        Map<String, Object> detail = new TreeMap<>();
        detail.put("automation_id", run.automationId());
        detail.put("trigger_type", run.trigger().type());
        detail.put(
                "actions",
                actions.stream()
                        .map(each -> WireName.of(each.type()) + " " + each.status())
                        .toList());
        return new TimelineEvent(
                run.clientId(),
                now,
                timeline.idOf("automation_run", run.runId()),
                reached ? EventType.COMMUNICATION : EventType.NOTE,
                "Automation ran: " + run.name(),
                detail,
                Impact.NEUTRAL,
                false,
                SYSTEM.principal(),
                TOOL,
                run.runId());
    }

    private Instant now() {
        return StoredTime.now(clock);
    }
}
