package io.os199.cs.retention.automation;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.os199.cs.communication.automation.AutomationRefusals;
import io.os199.cs.communication.automation.AutomationRefusals.Standing;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.health.HealthModels;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.automation.SignDao.Sign;
import io.os199.cs.retention.campaign.Campaigns;
import io.os199.cs.retention.campaign.Playbook;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The rules that start campaigns, as people set them; {@link AutomationRound} runs them. */
public final class RetentionAutomations {
    public static final String TOOL = "automate_retention_campaigns";

    private final Campaigns campaigns;
    private final AuditLog auditLog;

    public RetentionAutomations(Campaigns campaigns, AuditLog auditLog) {
        this.campaigns = campaigns;
        this.auditLog = auditLog;
    }

    /** Returns the gaps that say that none of its mail is sent, where that is so. */
    public List<DataGap> undelivered(String field) {
        return campaigns.undelivered(field);
    }

    /** Stores a rule, which acts from now on if it is to be active. */
    public Answer<RetentionAutomation> create(
            Transaction tx,
            RetentionAutomationSettings settings,
            boolean isActive,
            Actor actor,
            Instant now) {
        RetentionAutomationDao dao = tx.dao(RetentionAutomationDao.class);
        String automationId = TypeId.next("automation");
        Refusal refusal = refusal(dao, settings, automationId);
        if (refusal != null) {
            return Answer.refused(refusal);
        }
        dao.insert(
                automationId,
                settings.name(),
                settings.trigger().type(),
                Json.write(settings.trigger()),
                Json.write(settings.target()),
                Json.write(settings.actions()),
                settings.cooldownDays(),
                settings.maxRunsPerDay(),
                settings.holdoutRate(),
                isActive ? RetentionAutomationStatus.ACTIVE : RetentionAutomationStatus.PAUSED,
                now);
        audit(tx, "create " + WireName.of(settings.trigger().type()), automationId, actor);
        return get(tx, automationId, now);
    }

    /**
     * Returns why it cannot be said which clients a rule would act on, as the data that it needs is missing; absent
     * where it can be said.
     */
    public @Nullable Refusal unready(Transaction tx, RetentionAutomationSettings settings) {
        return unready(tx.dao(RetentionAutomationDao.class), settings);
    }

    private static @Nullable Refusal unready(
            RetentionAutomationDao dao, RetentionAutomationSettings settings) {
        return settings.trigger().type().needsPredictions() && !dao.hasPredictions()
                ? Refusal.failedPrecondition(
                                "%s needs predictions, and no client has one"
                                        .formatted(WireName.of(settings.trigger().type())))
                        .field("trigger_type")
                        .hint("Predict first: identify_churn_risk with refresh: true")
                : null;
    }

    private static @Nullable Refusal refusal(
            RetentionAutomationDao dao, RetentionAutomationSettings settings, String automationId) {
        Refusal unready = unready(dao, settings);
        if (unready != null) {
            return unready;
        }
        dao.lockName(settings.name());
        return dao.named(settings.name(), automationId)
                .map(taken -> AutomationRefusals.taken("name", taken))
                .orElse(null);
    }

    /** Changes the given parts of a rule; a new sign is watched from the beginning. */
    public Answer<RetentionAutomation> update(
            Transaction tx,
            String automationId,
            int version,
            RetentionAutomationSettings settings,
            Actor actor,
            Instant now) {
        RetentionAutomationDao dao = tx.dao(RetentionAutomationDao.class);
        return held(dao, automationId, version)
                .then(
                        row -> {
                            Refusal refusal = refusal(dao, settings, automationId);
                            if (refusal != null) {
                                return Answer.refused(refusal);
                            }
                            dao.update(
                                    automationId,
                                    settings.name(),
                                    settings.trigger().type(),
                                    Json.write(settings.trigger()),
                                    Json.write(settings.target()),
                                    Json.write(settings.actions()),
                                    settings.cooldownDays(),
                                    settings.maxRunsPerDay(),
                                    settings.holdoutRate(),
                                    now);
                            if (!same(settings.trigger(), row.trigger())) {
                                dao.removeWatches(automationId);
                            }
                            audit(tx, "update", automationId, actor);
                            return get(tx, automationId, now);
                        });
    }

    private static boolean same(
            RetentionAutomationSettings.Trigger one, RetentionAutomationSettings.Trigger other) {
        return one.type() == other.type()
                && Double.compare(one.atThreshold(), other.atThreshold()) == 0
                && Objects.equals(one.renewalWithinDays(), other.renewalWithinDays());
    }

    /** Switches a rule on or off, or archives it for good. */
    public Answer<RetentionAutomation> move(
            Transaction tx,
            String automationId,
            int version,
            RetentionAutomationStatus status,
            Actor actor,
            Instant now) {
        RetentionAutomationDao dao = tx.dao(RetentionAutomationDao.class);
        return held(dao, automationId, version)
                .then(
                        row -> {
                            if (status == RetentionAutomationStatus.ACTIVE
                                    && row.trigger().type().needsPredictions()
                                    && !dao.hasPredictions()) {
                                return Answer.refused(
                                        Objects.requireNonNull(
                                                refusal(dao, row.settings(), automationId)));
                            }
                            if (status != row.status()) {
                                dao.move(automationId, status, now);
                                if (status == RetentionAutomationStatus.ARCHIVED) {
                                    dao.removeWatches(automationId);
                                }
                                audit(tx, WireName.of(status), automationId, actor);
                            }
                            return get(tx, automationId, now);
                        });
    }

    /** Returns the rule, locked until the transaction ends; an archived rule is refused. */
    private static Answer<RetentionAutomationDao.Row> held(
            RetentionAutomationDao dao, String automationId, int version) {
        RetentionAutomationDao.Row row = dao.lock(automationId).orElse(null);
        if (row == null) {
            return Answer.refused(unknown(dao));
        }
        Standing standing = Standing.of(automationId, row.status(), row.version());
        if (row.version() != version) {
            return Answer.refused(AutomationRefusals.stale(version, standing));
        }
        if (row.status() == RetentionAutomationStatus.ARCHIVED) {
            return Answer.refused(
                    Refusal.failedPrecondition("the automation is archived, for good")
                            .field("automation_id")
                            .expected("another automation; create one")
                            .detail(standing));
        }
        return Answer.of(row);
    }

    private static Refusal unknown(RetentionAutomationDao dao) {
        return AutomationRefusals.unknown(
                dao.known().stream()
                        .map(each -> new Suggestion(each.automationId(), each.name()))
                        .toList());
    }

    /** Returns a rule as it stands. */
    public Answer<RetentionAutomation> get(Transaction tx, String automationId, Instant now) {
        RetentionAutomationDao dao = tx.dao(RetentionAutomationDao.class);
        return dao.find(automationId)
                .map(row -> Answer.of(automation(tx, row, now)))
                .orElseGet(() -> Answer.refused(unknown(dao)));
    }

    /** Returns the newest rules first, and one more where the list goes on. */
    public List<RetentionAutomation> page(
            Transaction tx, @Nullable String afterId, int limit, Instant now) {
        return tx.dao(RetentionAutomationDao.class).page(afterId, limit).stream()
                .map(row -> automation(tx, row, now))
                .toList();
    }

    public long count(Transaction tx) {
        return tx.dao(RetentionAutomationDao.class).count();
    }

    private static RetentionAutomation automation(
            Transaction tx, RetentionAutomationDao.Row row, Instant now) {
        return new RetentionAutomation(
                row.automationId(),
                row.settings(),
                row.status(),
                tx.dao(SignDao.class)
                        .watched(Sign.of(row.automationId(), row.settings(), now, day(now))),
                row.activatedAt(),
                row.lastEvaluatedAt(),
                row.lastError(),
                row.version());
    }

    /**
     * Returns the clients that a rule would act on now; nothing is written.
     *
     * @param automationId a stored rule; absent for one that is only being drafted
     */
    public RetentionAutomationPreview preview(
            Transaction tx,
            @Nullable String automationId,
            RetentionAutomationSettings settings,
            Instant now) {
        String id = automationId == null ? "" : automationId;
        Playbook playbook = Campaigns.playbook(tx, settings.actions().campaignTemplate());
        List<SignCandidate> candidates =
                tx.dao(SignDao.class)
                        .candidates(Sign.of(id, settings, now, day(now)), playbook.kind());
        List<Decided> decided =
                new Decisions(
                                id,
                                automationId == null ? settings.withoutHoldout() : settings,
                                now,
                                tx.dao(RetentionAutomationDao.class).runsOn(id, day(now)))
                        .of(candidates);
        List<Playbook.Planned> plan =
                settings.actions().startCampaign()
                        ? playbook.plan(settings.actions().interventionLevel(), day(now), List.of())
                        : List.of();
        Playbook.Planned mailed =
                settings.actions().sendEmails()
                        ? plan.stream()
                                .filter(each -> each.texts() != null)
                                .findFirst()
                                .orElse(null)
                        : null;
        Letter letter = null;
        if (mailed != null) {
            letter =
                    decided.stream()
                            .filter(each -> each.decision() == Decision.RUN)
                            .map(each -> each.candidate().clientId())
                            .flatMap(
                                    clientId ->
                                            campaigns
                                                    .letter(tx, clientId, mailed, day(now))
                                                    .stream())
                            .findFirst()
                            .orElse(null);
        }
        return new RetentionAutomationPreview(
                decided,
                plan,
                letter,
                letter == null || mailed == null ? null : Campaigns.sendAt(mailed));
    }

    /** Returns the performance of each of these rules, by its id. */
    public Map<String, Performance> performance(
            Transaction tx, List<String> automationIds, Instant now) {
        RetentionAutomationDao dao = tx.dao(RetentionAutomationDao.class);
        Map<String, RetentionAutomationDao.Counts> counts =
                dao.counts(automationIds, now).stream()
                        .collect(toMap(RetentionAutomationDao.Counts::automationId, identity()));
        List<RetentionAutomationDao.Group> groups =
                dao.groups(automationIds, now, HealthModels.STANDARD);
        return automationIds.stream()
                .collect(
                        toMap(
                                identity(),
                                id ->
                                        performance(
                                                counts.getOrDefault(
                                                        id,
                                                        new RetentionAutomationDao.Counts(
                                                                id, 0, 0, 0, 0)),
                                                group(groups, id, false),
                                                group(groups, id, true))));
    }

    private static Performance performance(
            RetentionAutomationDao.Counts counts,
            Performance.@Nullable Group treated,
            Performance.@Nullable Group holdout) {
        return new Performance(
                counts.runCount30d(),
                counts.campaignCount30d(),
                counts.heldOutCount(),
                counts.maturedRunCount(),
                treated,
                holdout,
                Performance.difference(treated, holdout));
    }

    private static Performance.@Nullable Group group(
            List<RetentionAutomationDao.Group> groups, String automationId, boolean isHeldOut) {
        return groups.stream()
                .filter(each -> each.automationId().equals(automationId))
                .filter(each -> each.isHeldOut() == isHeldOut)
                .map(
                        each ->
                                new Performance.Group(
                                        each.clientCount(),
                                        each.churnedCount(),
                                        each.meanHealthChangePoints()))
                .findFirst()
                .orElse(null);
    }

    private void audit(Transaction tx, String action, String automationId, Actor actor) {
        auditLog.record(tx, AuditEntry.done(actor, TOOL, action, List.of(automationId)));
    }

    static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
