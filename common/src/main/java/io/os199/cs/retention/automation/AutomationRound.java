package io.os199.cs.retention.automation;

import io.os199.cs.communication.Tasks;
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
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.retention.automation.SignDao.Sign;
import io.os199.cs.retention.campaign.BusinessDays;
import io.os199.cs.retention.campaign.CampaignKind;
import io.os199.cs.retention.campaign.CampaignOrder;
import io.os199.cs.retention.campaign.Campaigns;
import io.os199.cs.support.Escalations;
import io.os199.cs.support.model.Escalation;
import io.os199.cs.support.model.NewEscalation;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Evaluates the rules every hour. The actions for one client are one transaction, so that a worker that dies leaves
 * them complete or undone, and one client's failure does not affect another.
 */
public final class AutomationRound {
    public static final String NAME = "retention-automations";

    private static final Logger LOG = LoggerFactory.getLogger(AutomationRound.class);
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(5);
    private static final Actor SYSTEM = new Actor("system", null);
    private static final String TOOL = RetentionAutomations.TOOL;

    private final Database database;
    private final Campaigns campaigns;
    private final Tasks tasks;
    private final Escalations escalations;
    private final Timeline timeline;
    private final AuditLog auditLog;
    private final ClientAnswers answers;
    private final Clock clock;

    public AutomationRound(
            Database database,
            Campaigns campaigns,
            Tasks tasks,
            Escalations escalations,
            Timeline timeline,
            AuditLog auditLog,
            ClientAnswers answers,
            Clock clock) {
        this.database = database;
        this.campaigns = campaigns;
        this.tasks = tasks;
        this.escalations = escalations;
        this.timeline = timeline;
        this.auditLog = auditLog;
        this.answers = answers;
        this.clock = clock;
    }

    /** The result of a round, over all rules. */
    public record Done(int runCount, int heldOutCount, int failedCount, int escalationCount) {
        static final Done NOTHING = new Done(0, 0, 0, 0);
        static final Done FAILED = new Done(0, 0, 1, 0);

        Done plus(Done other) {
            return new Done(
                    runCount + other.runCount,
                    heldOutCount + other.heldOutCount,
                    failedCount + other.failedCount,
                    escalationCount + other.escalationCount);
        }
    }

    /** Evaluates every active rule; does nothing while another round is under way. */
    public Done run() {
        return SoleRound.run(database, NAME, Done.NOTHING, this::run);
    }

    private Done run(SoleRound round) {
        Done all = escalate(round);
        for (String automationId : round.tx().dao(RetentionAutomationDao.class).active()) {
            round.stay();
            try {
                all = all.plus(evaluate(automationId, round));
            } catch (RuntimeException e) {
                if (Database.isUnavailable(e)) {
                    throw e;
                }
                LOG.warn("{}: automation {} could not be evaluated", NAME, automationId, e);
                evaluated(automationId, now(), "not evaluated; tried again at the next evaluation");
                all = all.plus(Done.FAILED);
            }
        }
        return all;
    }

    private void evaluated(String automationId, Instant now, @Nullable String error) {
        database.write(
                tx -> {
                    tx.dao(RetentionAutomationDao.class).evaluated(automationId, now, error);
                    return true;
                });
    }

    private Done evaluate(String automationId, SoleRound round) {
        Instant now = now();
        RetentionAutomationDao.Row rule =
                database.write(
                        tx -> {
                            RetentionAutomationDao.Row row =
                                    tx.dao(RetentionAutomationDao.class)
                                            .find(automationId)
                                            .orElseThrow();
                            SignDao signs = tx.dao(SignDao.class);
                            Sign sign = Sign.of(automationId, row.settings(), now, day(now));
                            patiently(
                                    tx,
                                    () -> {
                                        signs.follow(sign);
                                        return true;
                                    });
                            return row;
                        });
        CampaignKind kind =
                database.current(
                        tx -> Campaigns.playbook(tx, rule.actions().campaignTemplate()).kind());
        List<Decided> decided =
                database.current(
                        tx ->
                                new Decisions(
                                                automationId,
                                                rule.settings(),
                                                now,
                                                tx.dao(RetentionAutomationDao.class)
                                                        .runsOn(automationId, day(now)))
                                        .of(
                                                patiently(
                                                        tx,
                                                        () ->
                                                                tx.dao(SignDao.class)
                                                                        .candidates(
                                                                                Sign.of(
                                                                                        automationId,
                                                                                        rule
                                                                                                .settings(),
                                                                                        now,
                                                                                        day(now)),
                                                                                kind))));
        Done done = Done.NOTHING;
        for (Decided each : decided) {
            if (each.decision() != Decision.HOLD) {
                round.stay();
                done = done.plus(run(rule, each.candidate(), kind));
            }
        }
        String error =
                done.failedCount() == 0
                        ? null
                        : "failed for %d of %d clients; tried again at the next evaluation"
                                .formatted(
                                        done.failedCount(),
                                        done.failedCount() + done.runCount() + done.heldOutCount());
        evaluated(automationId, now, error);
        return done;
    }

    /** Allows more time: nobody waits for the result, and going through a large portfolio takes a while. */
    private static <T> T patiently(Transaction tx, Supplier<T> work) {
        return tx.within(LONGEST_LOOK, work)
                .orElseThrow(
                        () -> new IllegalStateException("not looked through in " + LONGEST_LOOK));
    }

    /** Runs the rule for one client; a failure is counted and does not affect the others. */
    private Done run(RetentionAutomationDao.Row rule, SignCandidate candidate, CampaignKind kind) {
        try {
            Answer<Done> answer = database.write(tx -> run(tx, rule, candidate, kind));
            return switch (answer) {
                case Answer.Ok<Done>(Done done) -> done;
                // Another worker was quicker: there is a campaign by now, or the client has left.
                case Answer.Refused<Done>(Refusal refusal) -> Done.NOTHING;
            };
        } catch (RuntimeException e) {
            if (Database.isUnavailable(e)) {
                throw e;
            }
            LOG.warn(
                    "{} failed for {} of automation {}",
                    NAME,
                    candidate.clientId(),
                    rule.automationId(),
                    e);
            return Done.FAILED;
        }
    }

    private Answer<Done> run(
            Transaction tx,
            RetentionAutomationDao.Row rule,
            SignCandidate candidate,
            CampaignKind kind) {
        RetentionAutomationDao dao = tx.dao(RetentionAutomationDao.class);
        Instant now = now();
        String clientId = candidate.clientId();
        String occurrence = Objects.requireNonNull(candidate.occurrenceKey());
        dao.lockRuns(rule.automationId());
        RetentionAutomationDao.Row current = dao.find(rule.automationId()).orElseThrow();
        if (current.status() != RetentionAutomationStatus.ACTIVE
                || current.version() != rule.version()
                || dao.lockLive(clientId).isEmpty()) {
            return Answer.of(Done.NOTHING);
        }
        RetentionAutomationDao.Past past =
                dao.past(clientId, rule.automationId(), occurrence, kind);
        SignCandidate still =
                new SignCandidate(
                        clientId,
                        candidate.clientName(),
                        candidate.arrAmount(),
                        candidate.csm(),
                        candidate.value(),
                        candidate.conditionSince(),
                        occurrence,
                        past.isDone(),
                        past.lastRunAt(),
                        past.activeCampaignId());
        Decision decision =
                new Decisions(
                                rule.automationId(),
                                rule.settings(),
                                now,
                                dao.runsOn(rule.automationId(), day(now)))
                        .of(still)
                        .decision();
        if (decision == Decision.HOLD) {
            return Answer.of(Done.NOTHING);
        }
        int after = rule.actions().escalateAfterDays();
        boolean waits = decision == Decision.RUN && after > 0;
        String runId = TypeId.next("run");
        RetentionAutomationDao.Run run =
                new RetentionAutomationDao.Run(
                        clientId,
                        runId,
                        rule.automationId(),
                        occurrence,
                        now,
                        waits ? endOf(BusinessDays.after(day(now), after)) : now,
                        decision == Decision.HOLDOUT ? "held_out" : waits ? "running" : "completed",
                        candidate.value());
        if (dao.insertRun(run) == 0) {
            return Answer.of(Done.NOTHING);
        }
        if (decision == Decision.HOLDOUT) {
            auditLog.record(tx, AuditEntry.done(SYSTEM, TOOL, "hold out", ids(rule, run)));
            return Answer.of(new Done(0, 1, 0, 0));
        }
        return act(tx, rule, candidate, run, waits, now).map(done -> new Done(1, 0, 0, 0));
    }

    /** Takes the actions of a rule in their order, and returns how many were done. */
    private Answer<Integer> act(
            Transaction tx,
            RetentionAutomationDao.Row rule,
            SignCandidate candidate,
            RetentionAutomationDao.Run run,
            boolean waits,
            Instant now) {
        RetentionAutomationDao dao = tx.dao(RetentionAutomationDao.class);
        ClientRef client = new ClientRef(candidate.clientId(), candidate.clientName());
        int done = 0;
        if (rule.actions().startCampaign()) {
            Answer<Campaigns.Started> started =
                    campaigns.start(tx, order(rule, client, now), new Doing(SYSTEM, TOOL, now));
            switch (started) {
                case Answer.Refused<Campaigns.Started>(Refusal refusal) -> {
                    return Answer.refused(refusal);
                }
                case Answer.Ok<Campaigns.Started>(Campaigns.Started campaign) -> {
                    String campaignId = campaign.report().campaign().campaignId();
                    dao.started(client.clientId(), run.runId(), campaignId);
                    dao.act(
                            client.clientId(),
                            run.runId(),
                            ++done,
                            "start_campaign",
                            campaignId,
                            now);
                }
            }
        }
        if (rule.actions().alertCsm()) {
            String taskId =
                    tasks.create(
                            tx,
                            client,
                            "Retention alert: " + rule.name(),
                            day(now).plusDays(1),
                            candidate.csm(),
                            TaskSource.AUTOMATION,
                            run.runId());
            dao.act(client.clientId(), run.runId(), ++done, "create_task", taskId, now);
        }
        if (waits) {
            dao.act(client.clientId(), run.runId(), ++done, "open_escalation", null, null);
        }
        timeline.record(tx, event(rule, candidate, run, now));
        answers.changed(tx, client.clientId());
        auditLog.record(tx, AuditEntry.done(SYSTEM, TOOL, "run", ids(rule, run)));
        return Answer.of(done);
    }

    private static CampaignOrder order(
            RetentionAutomationDao.Row rule, ClientRef client, Instant now) {
        return new CampaignOrder(
                client,
                rule.actions().campaignTemplate(),
                rule.actions().interventionLevel(),
                day(now),
                null,
                null,
                null,
                List.of(),
                rule.actions().sendEmails(),
                rule.automationId());
    }

    private TimelineEvent event(
            RetentionAutomationDao.Row rule,
            SignCandidate candidate,
            RetentionAutomationDao.Run run,
            Instant now) {
        Map<String, Object> detail = new TreeMap<>();
        detail.put("automation_id", rule.automationId());
        detail.put("trigger_type", rule.trigger().type());
        Double value = candidate.value();
        if (value != null) {
            detail.put("value", value);
        }
        return new TimelineEvent(
                candidate.clientId(),
                now,
                timeline.idOf("automation_run", run.runId()),
                EventType.RISK,
                "Automation ran: " + rule.name(),
                detail,
                Impact.NEGATIVE,
                false,
                SYSTEM.principal(),
                TOOL,
                run.runId());
    }

    private static List<String> ids(
            RetentionAutomationDao.Row rule, RetentionAutomationDao.Run run) {
        return List.of(run.clientId(), rule.automationId(), run.runId());
    }

    /** Opens an escalation for each run after which nobody talked to the client in time. */
    private Done escalate(SoleRound round) {
        Done all = Done.NOTHING;
        for (RetentionAutomationDao.Waiting each :
                round.tx().dao(RetentionAutomationDao.class).waiting(now())) {
            round.stay();
            try {
                all = all.plus(database.write(tx -> escalate(tx, each)));
            } catch (RuntimeException e) {
                if (Database.isUnavailable(e)) {
                    throw e;
                }
                LOG.warn("{} could not escalate for {}", NAME, each.clientId(), e);
                all = all.plus(Done.FAILED);
            }
        }
        return all;
    }

    private Done escalate(Transaction tx, RetentionAutomationDao.Waiting waiting) {
        RetentionAutomationDao dao = tx.dao(RetentionAutomationDao.class);
        Instant now = now();
        String clientId = waiting.clientId();
        boolean isLive = dao.lockLive(clientId).isPresent();
        if (dao.lockRun(clientId, waiting.runId()).isEmpty()) {
            return Done.NOTHING;
        }
        String escalationId = null;
        if (isLive && !dao.wasTouched(clientId, waiting.triggeredAt(), waiting.dueAt())) {
            escalationId = open(tx, waiting, now);
        }
        dao.settled(clientId, waiting.runId(), waiting.actionNo(), escalationId, now);
        return new Done(0, 0, 0, escalationId == null ? 0 : 1);
    }

    private @Nullable String open(
            Transaction tx, RetentionAutomationDao.Waiting waiting, Instant now) {
        Answer<Escalation> opened =
                escalations.open(
                        tx,
                        new NewEscalation(
                                waiting.clientId(),
                                Severity.MEDIUM,
                                "No contact since: " + waiting.name(),
                                null,
                                null,
                                waiting.csm()),
                        new Doing(SYSTEM, TOOL, now));
        return switch (opened) {
            case Answer.Ok<Escalation>(var escalation) -> escalation.escalationId();
            case Answer.Refused<Escalation>(var refusal) ->
                    throw new IllegalStateException(refusal.message());
        };
    }

    private Instant now() {
        return StoredTime.now(clock);
    }

    private static LocalDate day(Instant now) {
        return RetentionAutomations.day(now);
    }

    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
