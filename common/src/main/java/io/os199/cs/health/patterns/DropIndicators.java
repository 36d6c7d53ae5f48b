package io.os199.cs.health.patterns;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.health.model.AnomalyTally;
import io.os199.cs.health.model.AnomalyTally.PortfolioEvent;
import io.os199.cs.health.model.Swing;
import io.os199.cs.health.model.UsageEpisode;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Severe drops as risk indicators: opened by a severe drop, and open while the newest complete day belongs to a drop.
 */
public final class DropIndicators {
    static final String KEY = "usage.drop";

    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;
    private final Clock clock;

    public DropIndicators(Timeline timeline, AuditLog audit, ClientAnswers answers, Clock clock) {
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
        this.clock = clock;
    }

    private record Drop(String clientId, BigDecimal value) {}

    /**
     * Opens, updates and resolves the indicators of the clients in scope.
     *
     * @param newest the last complete day
     * @param events the events of the portfolio, because a drop that it shares is nobody's own
     */
    void write(
            Transaction tx,
            LocalDate newest,
            PatternTally tally,
            List<PortfolioEvent> events,
            Actor actor) {
        Instant now = StoredTime.now(clock);
        Map<String, UsageEpisode> severe = new TreeMap<>();
        TreeSet<String> resting = new TreeSet<>(tally.clientIds());
        tally.anomalies().episodes().stream()
                .filter(episode -> episode.direction() == Swing.DROP)
                .filter(episode -> episode.to().equals(newest))
                .sorted(UsageEpisode.worstFirst())
                .forEach(
                        episode -> {
                            resting.remove(episode.clientId());
                            if (episode.reachesHigh() && !AnomalyTally.isShared(episode, events)) {
                                severe.putIfAbsent(episode.clientId(), episode);
                            }
                        });
        DropIndicatorDao dao = tx.dao(DropIndicatorDao.class);
        String drops =
                Json.write(
                        severe.values().stream()
                                .map(it -> new Drop(it.clientId(), it.worstScore()))
                                .toList());
        List<String> resolved = dao.resolve(KEY, resting.toArray(String[]::new), now);
        dao.follow(KEY, drops, now);
        List<String> opened = dao.open(KEY, drops, now);
        List<String> changed = new ArrayList<>(opened);
        changed.addAll(resolved);
        if (changed.isEmpty()) {
            return;
        }
        timeline.record(
                tx,
                severe.values().stream()
                        .filter(episode -> opened.contains(episode.clientId()))
                        .map(episode -> event(episode, actor, now))
                        .toList());
        answers.changedAll(tx, changed);
        audit.record(
                tx,
                AuditEntry.doneToMany(
                        actor,
                        EngagementPatternWork.TOOL,
                        "open %d, resolve %d %s".formatted(opened.size(), resolved.size(), KEY),
                        changed));
    }

    /** Returns the event of an episode, which is one and the same however often the episode is found. */
    private TimelineEvent event(UsageEpisode episode, Actor actor, Instant now) {
        return new TimelineEvent(
                episode.clientId(),
                now,
                timeline.idOf(
                        "usage_drop",
                        episode.clientId(),
                        episode.metric().name(),
                        episode.from().toString()),
                EventType.USAGE,
                "Use of the product dropped",
                Map.of(
                        "metric", episode.metric(),
                        "from", episode.from(),
                        "to", episode.to(),
                        "worst_z", episode.worstScore(),
                        "deviation_total", episode.deviationTotal()),
                Impact.NEGATIVE,
                false,
                actor.principal(),
                EngagementPatternWork.TOOL,
                null);
    }
}
