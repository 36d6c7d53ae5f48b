package io.os199.cs.retention.risk;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.health.PortfolioScoring;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RefreshEnd;
import io.os199.cs.jobs.RefreshRunDao;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.churn.ChurnModels;
import io.os199.cs.retention.facts.ClientReading;
import io.os199.cs.retention.facts.RetentionFacts;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The job that predicts for every live client how likely it is to leave, and begins and ends the signs of its risk. A
 * chunk that runs twice on a day replaces its own rows.
 */
public final class RiskRefresh implements ChunkedWork {
    public static final String TOOL = "identify_churn_risk";

    /** The principal of the jobs that nobody asked for. */
    private static final String SYSTEM = "system";

    private final Timeline timeline;
    private final AuditLog auditLog;
    private final ClientAnswers answers;
    private final Clock clock;

    public RiskRefresh(Timeline timeline, AuditLog auditLog, ClientAnswers answers, Clock clock) {
        this.timeline = timeline;
        this.auditLog = auditLog;
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * The order of a run.
     *
     * @param modelVersion the model that was active when the run was ordered; all chunks use it
     */
    public record Order(LocalDate asOf, int modelVersion) {}

    /**
     * The result of a run.
     *
     * @param notScoredCount clients about which too little is known
     */
    public record Refreshed(
            LocalDate asOf,
            int modelVersion,
            int clientCount,
            int notScoredCount,
            int levelChangeCount,
            int indicatorsOpenedCount,
            int indicatorsResolvedCount) {
        Refreshed plus(Refreshed other) {
            return new Refreshed(
                    asOf,
                    modelVersion,
                    clientCount + other.clientCount,
                    notScoredCount + other.notScoredCount,
                    levelChangeCount + other.levelChangeCount,
                    indicatorsOpenedCount + other.indicatorsOpenedCount,
                    indicatorsResolvedCount + other.indicatorsResolvedCount);
        }
    }

    /** Orders a run over the portfolio as it is today. */
    public static JobOrder on(Transaction tx, LocalDate today, String principal) {
        return new JobOrder(
                TOOL,
                Json.tree(new Order(today, ChurnModels.active(tx).modelVersion())),
                principal);
    }

    /** Orders the nightly run of the product itself. */
    public static JobOrder nightly(Transaction tx, LocalDate today) {
        return on(tx, today, SYSTEM);
    }

    @Override
    public String tool() {
        return TOOL;
    }

    /** Allows one run at a time. */
    @Override
    public Optional<String> exclusiveKey(JsonNode arguments) {
        return Optional.of("risk");
    }

    /** Runs after the health scoring, as health scores are features. */
    @Override
    public Set<String> runsAfter() {
        return Set.of(PortfolioScoring.TOOL);
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        Order order = order(job.arguments());
        ChurnModel model = ChurnModels.version(tx, order.modelVersion());
        Instant now = StoredTime.now(clock);
        RiskWriteDao dao = tx.dao(RiskWriteDao.class);
        Map<String, @Nullable Severity> before = new LinkedHashMap<>();
        dao.lock(chunk.firstClientId(), chunk.lastClientId())
                .forEach(level -> before.put(level.clientId(), level.churnRiskLevel()));
        List<String> ids = List.copyOf(before.keySet());
        List<ClientReading> readings =
                ids.isEmpty()
                        ? List.of()
                        : RetentionFacts.readings(
                                tx,
                                ids,
                                order.asOf(),
                                LocalDate.ofInstant(job.submittedAt(), ZoneOffset.UTC));
        List<Prediction> predictions =
                readings.stream().map(each -> Prediction.of(model, each.features())).toList();
        String rows = Json.write(predictions);
        dao.upsert(rows, order.asOf(), now, model.modelVersion(), model.calibration());
        dao.updateClients(rows, now);
        String signs =
                Json.write(
                        readings.stream()
                                .flatMap(each -> RiskRules.of(each.signals()).stream())
                                .toList());
        List<RiskWriteDao.Moved> resolved = dao.resolve(signs, now);
        dao.follow(signs, now);
        List<RiskWriteDao.Moved> opened = dao.open(signs, now);
        List<TimelineEvent> events = new ArrayList<>(levelChanges(before, predictions, job, now));
        int changes = events.size();
        events.addAll(signEvents(opened, true, job, now));
        events.addAll(signEvents(resolved, false, job, now));
        timeline.record(tx, events);
        answers.changedAll(tx, ids);
        return Json.tree(
                new Refreshed(
                        order.asOf(),
                        order.modelVersion(),
                        ids.size(),
                        (int)
                                predictions.stream()
                                        .filter(each -> each.probability() == null)
                                        .count(),
                        changes,
                        opened.size(),
                        resolved.size()));
    }

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        Order order = order(job.arguments());
        Refreshed all =
                chunkResults.stream()
                        .map(result -> Json.read(result.toString(), Refreshed.class))
                        .reduce(
                                new Refreshed(order.asOf(), order.modelVersion(), 0, 0, 0, 0, 0),
                                Refreshed::plus);
        tx.dao(RefreshRunDao.class)
                .record(
                        "risk",
                        order.asOf(),
                        job.submittedAt(),
                        clock.instant(),
                        all.clientCount(),
                        order.modelVersion());
        auditLog.record(
                tx,
                AuditEntry.done(
                        new Actor(job.principal(), null),
                        TOOL,
                        "predict as_of %s churn %d".formatted(order.asOf(), order.modelVersion()),
                        List.of(job.jobId())));
        return Json.tree(RefreshEnd.of(all, TOOL));
    }

    private static Order order(JsonNode arguments) {
        return Json.read(arguments.toString(), Order.class);
    }

    /** Returns the events of clients whose level changed, or whose first level is above low. */
    private List<TimelineEvent> levelChanges(
            Map<String, @Nullable Severity> before,
            List<Prediction> predictions,
            RunningJob job,
            Instant now) {
        List<TimelineEvent> events = new ArrayList<>();
        for (Prediction each : predictions) {
            Severity old = before.get(each.clientId());
            Severity level = each.riskLevel();
            if (level == null || level == old || (old == null && level == Severity.LOW)) {
                continue;
            }
            Map<String, Object> detail = new HashMap<>();
            detail.put("to_level", level);
            detail.put("probability", each.probability());
            if (old != null) {
                detail.put("from_level", old);
            }
            events.add(
                    event(
                            each.clientId(),
                            "Churn risk is " + WireName.of(level),
                            detail,
                            (old == null || level.compareTo(old) < 0)
                                    ? Impact.NEGATIVE
                                    : Impact.POSITIVE,
                            job,
                            now));
        }
        return events;
    }

    private List<TimelineEvent> signEvents(
            List<RiskWriteDao.Moved> moved, boolean begun, RunningJob job, Instant now) {
        return moved.stream()
                .filter(RiskWriteDao.Moved::isGrave)
                .map(
                        each ->
                                event(
                                        each.clientId(),
                                        (begun ? "Sign of risk: " : "Sign of risk is over: ")
                                                + each.indicatorKey()
                                                        .substring(RiskSign.PREFIX.length())
                                                        .replace('_', ' '),
                                        Map.of(
                                                "indicator_key",
                                                each.indicatorKey(),
                                                "severity",
                                                each.severity()),
                                        begun ? Impact.NEGATIVE : Impact.POSITIVE,
                                        job,
                                        now))
                .toList();
    }

    private TimelineEvent event(
            String clientId,
            String title,
            Map<String, Object> detail,
            Impact impact,
            RunningJob job,
            Instant now) {
        return new TimelineEvent(
                clientId,
                now,
                timeline.newId(),
                EventType.RISK,
                title,
                detail,
                impact,
                false,
                job.principal(),
                TOOL,
                null);
    }
}
