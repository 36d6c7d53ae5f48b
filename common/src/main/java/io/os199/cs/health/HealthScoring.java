package io.os199.cs.health;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.health.model.ClientHealthColumns;
import io.os199.cs.health.model.HealthIndicators;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.health.model.IndicatorState;
import io.os199.cs.health.model.StoredHealth;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Scores clients and stores their scores, one client or a chunk of the portfolio, with the same statements. */
public final class HealthScoring {
    /** The name of the writer on the timeline and in the audit log. */
    private static final String TOOL = "calculate_health_score";

    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;
    private final Clock clock;

    public HealthScoring(Timeline timeline, AuditLog audit, ClientAnswers answers, Clock clock) {
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
        this.clock = clock;
    }

    /** Returns scores in the order of the ids; an id without a client has no score. */
    public List<HealthScore> score(Transaction tx, List<String> clientIds, HealthQuery query) {
        HealthModel model = query.model();
        return tx.dao(HealthStatementDao.class)
                .score(
                        clientIds.toArray(String[]::new),
                        query.asOf(),
                        query.useDay(),
                        query.cut(),
                        query.isToday(),
                        query.lookbackDays(),
                        model.modelId(),
                        model.modelVersion());
    }

    /** Returns what was stored for the clients before they are scored, in the order of the ids. */
    public List<StoredHealth> stored(Transaction tx, List<String> clientIds, HealthQuery query) {
        HealthModel model = query.model();
        return tx.dao(HealthWriteDao.class)
                .stored(
                        clientIds.toArray(String[]::new),
                        query.isToday(),
                        model.modelId(),
                        model.modelVersion(),
                        query.lookbackDays(),
                        query.asOf());
    }

    /** Returns the same as {@link #stored}, and locks these clients against other runs until the transaction ends. */
    public List<StoredHealth> lock(Transaction tx, List<String> clientIds, HealthQuery query) {
        HealthModel model = query.model();
        return tx.dao(HealthWriteDao.class)
                .lock(
                        clientIds.toArray(String[]::new),
                        query.isToday(),
                        model.modelId(),
                        model.modelVersion(),
                        query.lookbackDays(),
                        query.asOf());
    }

    /**
     * Stores what {@link #score} returned. Today's score replaces an earlier one of the same day and updates the
     * client, its indicators and its timeline; a past day is history, written only where it has no score.
     *
     * @param before what {@link #lock} returned for the same clients
     */
    public HealthSaved save(
            Transaction tx,
            HealthQuery query,
            List<HealthScore> scores,
            List<StoredHealth> before,
            Actor actor) {
        Instant now = StoredTime.now(clock);
        HealthModel model = query.model();
        HealthWriteDao dao = tx.dao(HealthWriteDao.class);
        String rows = Json.write(scores);
        Set<String> written =
                new HashSet<>(
                        dao.upsert(
                                rows,
                                model.modelId(),
                                model.modelVersion(),
                                query.lookbackDays(),
                                query.asOf(),
                                now,
                                query.cut(),
                                query.isToday()));
        answers.changedAll(tx, List.copyOf(written));
        int opened = 0;
        int resolved = 0;
        if (query.isToday()) {
            dao.updateClients(
                    Json.write(
                            scores.stream()
                                    .map(score -> ClientHealthColumns.of(model, score))
                                    .toList()),
                    now);
            HealthIndicators indicators = new HealthIndicators(model);
            List<IndicatorState> states =
                    scores.stream().flatMap(score -> indicators.of(score).stream()).toList();
            String stateRows = Json.write(states);
            resolved = dao.resolveIndicators(stateRows, now);
            dao.followIndicators(stateRows, now);
            opened = dao.openIndicators(stateRows, now);
            timeline.record(tx, bandChanges(scores, before, actor, now));
        }
        if (!written.isEmpty()) {
            audit.record(tx, AuditEntry.done(actor, TOOL, action(query), audited(scores)));
        }
        return new HealthSaved(written, opened, resolved);
    }

    private static String action(HealthQuery query) {
        return "score as_of "
                + query.asOf()
                + " "
                + query.model().modelId()
                + " "
                + query.model().modelVersion();
    }

    /** Returns the one client, or the first and the last of a chunk. */
    private static List<String> audited(List<HealthScore> scores) {
        String first = scores.getFirst().clientId();
        return scores.size() == 1 ? List.of(first) : List.of(first, scores.getLast().clientId());
    }

    private List<TimelineEvent> bandChanges(
            List<HealthScore> scores, List<StoredHealth> before, Actor actor, Instant now) {
        Map<String, StoredHealth> byClient = new LinkedHashMap<>();
        before.forEach(stored -> byClient.put(stored.clientId(), stored));
        List<TimelineEvent> events = new ArrayList<>();
        for (HealthScore score : scores) {
            StoredHealth stored = byClient.get(score.clientId());
            HealthBand old = stored == null ? null : stored.healthBand();
            HealthBand band = score.band();
            if (band != null && band != old) {
                events.add(bandChange(score, band, old, actor, now));
            }
        }
        return events;
    }

    private TimelineEvent bandChange(
            HealthScore score,
            HealthBand band,
            @Nullable HealthBand old,
            Actor actor,
            Instant now) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("to_band", band);
        if (score.overall() != null) {
            detail.put("overall_score", score.overall());
        }
        if (old != null) {
            detail.put("from_band", old);
        }
        String title =
                old == null
                        ? "Health is " + WireName.of(band)
                        : "Health went from %s to %s"
                                .formatted(WireName.of(old), WireName.of(band));
        return new TimelineEvent(
                score.clientId(),
                now,
                timeline.newId(),
                EventType.HEALTH,
                title,
                detail,
                impact(band, old),
                false,
                actor.principal(),
                TOOL,
                null);
    }

    /** Returns the impact of a band; a first band is neither up nor down. */
    private static Impact impact(HealthBand band, @Nullable HealthBand old) {
        if (old == null) {
            return Impact.NEUTRAL;
        }
        return band.compareTo(old) < 0 ? Impact.POSITIVE : Impact.NEGATIVE;
    }
}
