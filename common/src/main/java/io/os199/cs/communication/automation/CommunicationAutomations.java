package io.os199.cs.communication.automation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.os199.cs.communication.Tasks;
import io.os199.cs.communication.automation.HitDao.Asked;
import io.os199.cs.communication.automation.HitDao.Newest;
import io.os199.cs.communication.automation.HitDao.Past;
import io.os199.cs.communication.automation.HitDao.Watched;
import io.os199.cs.communication.campaign.CampaignFigures;
import io.os199.cs.communication.campaign.CampaignResults;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.model.AutomationActionType;
import io.os199.cs.communication.model.AutomationRunStatus;
import io.os199.cs.communication.model.AutomationStatus;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ProductCatalogue;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.ticket.Tickets;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The only way in which communication automations are created and changed; also reads what they did and would do. */
public final class CommunicationAutomations {
    /** The name of the tool, also in the audit log. */
    public static final String TOOL = "automate_communications";

    /** The period that lists and figures cover. */
    public static final Duration SHOWN = Duration.ofDays(30);

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(8);
    private static final int SUGGESTED = 5;

    private final AutomationTerms terms;
    private final MailSettings mail;
    private final RunActions actions;
    private final AuditLog audit;

    public CommunicationAutomations(
            AutomationTerms terms,
            MailSettings mail,
            Tasks tasks,
            Tickets tickets,
            AuditLog audit) {
        this.terms = terms;
        this.mail = mail;
        this.actions = new RunActions(mail, tasks, tickets);
        this.audit = audit;
    }

    public AutomationTerms terms() {
        return terms;
    }

    public MailSettings mail() {
        return mail;
    }

    /** Stores an automation; if it is to be active, it acts on what happens from now on. */
    public Answer<Automation> create(
            Transaction tx,
            AutomationSettings settings,
            boolean isActive,
            Actor actor,
            Instant now) {
        CommunicationAutomationDao dao = tx.dao(CommunicationAutomationDao.class);
        String automationId = TypeId.next("automation");
        Refusal refusal = refusal(tx, settings, automationId);
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
                settings.delayMinutes(),
                settings.cooldownDays(),
                terms.maxRunsPerDay(),
                isActive ? AutomationStatus.ACTIVE : AutomationStatus.PAUSED,
                now);
        record(tx, "create " + WireName.of(settings.trigger().type()), automationId, actor);
        return get(tx, automationId);
    }

    private static @Nullable Refusal refusal(
            Transaction tx, AutomationSettings settings, String automationId) {
        Refusal unknown = ProductCatalogue.unknownFeature(tx, settings.trigger().featureKey());
        if (unknown != null) {
            return unknown;
        }
        CommunicationAutomationDao dao = tx.dao(CommunicationAutomationDao.class);
        dao.lockName(settings.name());
        return dao.named(settings.name(), automationId)
                .map(taken -> AutomationRefusals.taken("workflow_name", taken))
                .orElse(null);
    }

    /** Changes an automation; occurrences before now do not count for a changed trigger. */
    public Answer<Automation> update(
            Transaction tx,
            String automationId,
            int version,
            AutomationSettings settings,
            Actor actor,
            Instant now) {
        CommunicationAutomationDao dao = tx.dao(CommunicationAutomationDao.class);
        return held(dao, automationId, version)
                .then(
                        _ -> {
                            Refusal refusal = refusal(tx, settings, automationId);
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
                                    settings.delayMinutes(),
                                    settings.cooldownDays(),
                                    now);
                            record(tx, "update", automationId, actor);
                            return get(tx, automationId);
                        });
    }

    /** Activates it from now on, within the current limits of the deployment. */
    public Answer<Automation> activate(
            Transaction tx, String automationId, int version, Actor actor, Instant now) {
        return move(tx, automationId, version, AutomationStatus.ACTIVE, actor, now);
    }

    /** Pauses it; waiting runs keep waiting. */
    public Answer<Automation> pause(
            Transaction tx, String automationId, int version, Actor actor, Instant now) {
        return move(tx, automationId, version, AutomationStatus.PAUSED, actor, now);
    }

    private Answer<Automation> move(
            Transaction tx,
            String automationId,
            int version,
            AutomationStatus status,
            Actor actor,
            Instant now) {
        CommunicationAutomationDao dao = tx.dao(CommunicationAutomationDao.class);
        return held(dao, automationId, version)
                .then(
                        row -> {
                            if (row.status() != status) {
                                dao.move(automationId, status, terms.maxRunsPerDay(), now);
                                record(
                                        tx,
                                        status == AutomationStatus.ACTIVE ? "activate" : "pause",
                                        automationId,
                                        actor);
                            }
                            return get(tx, automationId);
                        });
    }

    private static Answer<CommunicationAutomationDao.Row> held(
            CommunicationAutomationDao dao, String automationId, int version) {
        CommunicationAutomationDao.Row row = dao.lock(automationId).orElse(null);
        if (row == null) {
            return Answer.refused(unknown(dao));
        }
        return row.version() == version
                ? Answer.of(row)
                : Answer.refused(
                        AutomationRefusals.stale(
                                version,
                                AutomationRefusals.Standing.of(
                                        automationId, row.status(), row.version())));
    }

    private static Refusal unknown(CommunicationAutomationDao dao) {
        return AutomationRefusals.unknown(
                dao.page(null, SUGGESTED).stream()
                        .map(each -> new Suggestion(each.automationId(), each.name()))
                        .toList());
    }

    /** Returns an automation with its current state. */
    public Answer<Automation> get(Transaction tx, String automationId) {
        CommunicationAutomationDao dao = tx.dao(CommunicationAutomationDao.class);
        return dao.find(automationId)
                .map(row -> Answer.of(row.automation()))
                .orElseGet(() -> Answer.refused(unknown(dao)));
    }

    /** Returns a page, the newest first. */
    public List<Automation> page(Transaction tx, @Nullable String afterId, int limit) {
        return tx.dao(CommunicationAutomationDao.class).page(afterId, limit).stream()
                .map(CommunicationAutomationDao.Row::automation)
                .toList();
    }

    public long count(Transaction tx) {
        return tx.dao(CommunicationAutomationDao.class).count();
    }

    /** Returns the results of these automations over thirty days, by id. */
    public Map<String, AutomationReport> reports(
            Transaction tx, List<String> automationIds, Instant now) {
        if (automationIds.isEmpty()) {
            return Map.of();
        }
        CommunicationRunDao dao = tx.dao(CommunicationRunDao.class);
        Instant since = now.minus(SHOWN);
        Map<String, List<CommunicationRunDao.Count>> counts =
                dao.counts(automationIds, since).stream()
                        .collect(groupingBy(CommunicationRunDao.Count::automationId));
        Map<String, Integer> clients =
                dao.reached(automationIds, since).stream()
                        .collect(
                                toMap(
                                        CommunicationRunDao.Reached::automationId,
                                        CommunicationRunDao.Reached::clientCount));
        Map<String, List<CommunicationRunDao.Mailing>> mailings =
                dao.mailings(automationIds).stream()
                        .collect(groupingBy(CommunicationRunDao.Mailing::automationId));
        Map<String, CampaignFigures> figures =
                CampaignResults.figures(
                        tx,
                        mailings.values().stream()
                                .flatMap(List::stream)
                                .map(CommunicationRunDao.Mailing::campaignId)
                                .toList(),
                        since);
        return automationIds.stream()
                .distinct()
                .collect(
                        toMap(
                                id -> id,
                                id ->
                                        new AutomationReport(
                                                counts.getOrDefault(id, List.of()).stream()
                                                        .collect(
                                                                toMap(
                                                                        CommunicationRunDao.Count
                                                                                ::status,
                                                                        CommunicationRunDao.Count
                                                                                ::runCount)),
                                                clients.getOrDefault(id, 0),
                                                mailings.getOrDefault(id, List.of()).stream()
                                                        .map(
                                                                each ->
                                                                        figures.getOrDefault(
                                                                                each.campaignId(),
                                                                                CampaignFigures
                                                                                        .none(id)))
                                                        .reduce(
                                                                CampaignFigures.none(id),
                                                                CampaignFigures::plus))));
    }

    /** Returns what an automation would have done in the last thirty days; nothing is written. */
    public AutomationPreview preview(Transaction tx, AutomationSettings settings, Instant now) {
        HitDao dao = tx.dao(HitDao.class);
        Instant since = now.minus(SHOWN);
        Asked asked = Asked.of("", null, settings, terms, since, since, now);
        Watched watched = dao.watched(asked);
        Optional<Past> past = tx.within(LONGEST_LOOK, () -> dao.past(asked));
        String first = past.map(Past::firstClientId).orElse(watched.firstClientId());
        AutomationAction mailed =
                settings.actions().stream()
                        .filter(each -> each.type() == AutomationActionType.SEND_EMAIL)
                        .findFirst()
                        .orElse(null);
        Letter letter =
                first == null || mailed == null ? null : actions.letter(tx, mailed, first, now);
        return new AutomationPreview(
                watched.clientCount(),
                past.map(each -> new AutomationPreview.Past(each.firedCount(), each.clientCount()))
                        .orElse(null),
                letter);
    }

    /** Returns whether an automation would run for a client now if it had always been active; nothing is written. */
    public AutomationTest test(
            Transaction tx, Automation automation, String clientId, Instant now) {
        Instant since = now.minus(SHOWN);
        Newest newest =
                tx.dao(HitDao.class)
                        .newest(
                                Asked.of(
                                        automation.automationId(),
                                        clientId,
                                        automation.settings(),
                                        terms,
                                        since,
                                        since,
                                        now))
                        .orElse(null);
        if (newest == null) {
            return new AutomationTest(false, AutomationTest.Because.NOT_WATCHED, null, null, null);
        }
        Instant last = newest.lastRunAt();
        Instant allowed =
                last == null || automation.settings().cooldownDays() == 0
                        ? null
                        : last.plus(Duration.ofDays(automation.settings().cooldownDays()));
        AutomationTest.Because because = because(newest, allowed, now);
        Instant at = newest.at();
        return new AutomationTest(
                because == AutomationTest.Because.OCCURRED,
                because,
                at == null || newest.occurrenceKey() == null
                        ? null
                        : new AutomationTest.Occurrence(newest.occurrenceKey(), at, newest.value()),
                last,
                allowed != null && allowed.isAfter(now) ? allowed : null);
    }

    private static AutomationTest.Because because(
            Newest newest, @Nullable Instant allowed, Instant now) {
        Instant at = newest.at();
        if (at == null) {
            return AutomationTest.Because.NO_OCCURRENCE;
        }
        if (newest.isRecorded()) {
            return AutomationTest.Because.HAS_RUN;
        }
        if (at.plus(Evaluation.LATEST).isBefore(now)) {
            return AutomationTest.Because.TOO_LATE;
        }
        return allowed != null && at.isBefore(allowed)
                ? AutomationTest.Because.COOLDOWN
                : AutomationTest.Because.OCCURRED;
    }

    /** Returns the first mail that an automation would write to a client. */
    public @Nullable Letter letter(
            Transaction tx, AutomationSettings settings, String clientId, Instant now) {
        return settings.actions().stream()
                .filter(each -> each.type() == AutomationActionType.SEND_EMAIL)
                .findFirst()
                .map(each -> actions.letter(tx, each, clientId, now))
                .orElse(null);
    }

    /** A run in the list, as stored. */
    public record RunItem(
            String runId,
            String clientId,
            String clientName,
            String occurrenceKey,
            Instant triggeredAt,
            Instant dueAt,
            AutomationRunStatus status,
            @Nullable Double value,
            List<ActionItem> actions) {}

    /** The result of an action of a run. */
    public record ActionItem(
            int no,
            AutomationActionType type,
            String status,
            @Nullable String refId,
            @Nullable String error) {}

    /** The position at which a list of runs continues. */
    public record RunPosition(Instant triggeredAt, String runId) {}

    /** Returns the runs of thirty days, the newest first. */
    public List<RunItem> runs(
            Transaction tx,
            String automationId,
            @Nullable String clientId,
            @Nullable RunPosition after,
            int limit,
            Instant now) {
        List<RunItem> items = new ArrayList<>();
        for (CommunicationRunDao.Listed row :
                tx.dao(CommunicationRunDao.class)
                        .page(
                                automationId,
                                clientId,
                                now.minus(SHOWN),
                                after == null ? null : after.triggeredAt(),
                                after == null ? null : after.runId(),
                                limit)) {
            items.add(
                    new RunItem(
                            row.runId(),
                            row.clientId(),
                            row.clientName(),
                            row.occurrenceKey(),
                            row.triggeredAt(),
                            row.dueAt(),
                            row.status(),
                            row.value(),
                            row.actions().stream()
                                    .map(
                                            each ->
                                                    new ActionItem(
                                                            each.no(),
                                                            each.type(),
                                                            each.status(),
                                                            each.refId(),
                                                            each.error()))
                                    .toList()));
        }
        return items;
    }

    public long countRuns(
            Transaction tx, String automationId, @Nullable String clientId, Instant now) {
        return tx.dao(CommunicationRunDao.class).count(automationId, clientId, now.minus(SHOWN));
    }

    private void record(Transaction tx, String action, String automationId, Actor actor) {
        audit.record(tx, AuditEntry.done(actor, TOOL, action, List.of(automationId)));
    }
}
