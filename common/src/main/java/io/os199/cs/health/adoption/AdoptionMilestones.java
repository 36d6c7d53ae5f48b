package io.os199.cs.health.adoption;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.health.HealthQuery;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Measures which milestones clients have reached, and stores the first day of each. */
public final class AdoptionMilestones {
    private static final String TOOL = "track_adoption_milestones";

    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public AdoptionMilestones(Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /** Returns the version of the framework that is in force. */
    public Answer<MilestoneFramework> framework(Transaction tx, String name) {
        AdoptionMilestoneDao dao = tx.dao(AdoptionMilestoneDao.class);
        return dao.active(name)
                .map(AdoptionMilestoneDao.FrameworkRow::toFramework)
                .map(Answer::of)
                .orElseGet(() -> Answer.refused(unknown(dao.activeNames())));
    }

    private static Refusal unknown(List<String> names) {
        String expected = String.join(", ", names) + " or " + MilestoneFramework.CUSTOM;
        return Refusal.notFound(
                        "milestone_framework",
                        "no active framework has this milestone_framework; send " + expected)
                .expected(expected);
    }

    /** Returns the keys that no feature has. */
    public List<String> unknownFeatures(Transaction tx, List<String> featureKeys) {
        return featureKeys.isEmpty()
                ? List.of()
                : tx.dao(AdoptionMilestoneDao.class)
                        .unknownFeatures(featureKeys.toArray(String[]::new));
    }

    /** Returns the boards in the order of the ids; an id without a client has no board. */
    public List<MilestoneBoard> boards(
            Transaction tx,
            List<String> clientIds,
            MilestoneFramework framework,
            LocalDate asOf,
            Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return MilestoneBoard.of(
                framework,
                tx.dao(AdoptionMilestoneDao.class)
                        .rows(
                                clientIds.toArray(String[]::new),
                                asOf,
                                HealthQuery.cut(asOf, today, now),
                                Json.write(framework.definitions()),
                                framework.isStored() ? framework.framework() : null),
                asOf);
    }

    /** Returns the benchmarks by milestone key, for milestones that enough peers have had the time to reach. */
    public Map<String, MilestoneBenchmark> benchmarks(
            Transaction tx, String clientId, MilestoneFramework framework, LocalDate asOf) {
        Map<String, MilestoneBenchmark> byKey = new HashMap<>();
        if (framework.isStored()) {
            tx
                    .dao(AdoptionMilestoneDao.class)
                    .benchmarks(
                            clientId,
                            asOf,
                            Json.write(framework.definitions()),
                            framework.framework())
                    .stream()
                    .filter(each -> each.peerCount() >= MilestoneBenchmark.FEWEST_PEERS)
                    .forEach(each -> byKey.put(each.milestoneKey(), each));
        }
        return byKey;
    }

    public List<BlockedMilestone> blocked(Transaction tx, String clientId) {
        return tx.dao(AdoptionMilestoneDao.class).blocked(clientId);
    }

    /**
     * Records the milestones that today's boards show as reached and that are not recorded yet; returns how many it
     * recorded. A concurrent caller that records the same milestones waits and then finds them recorded.
     */
    public int record(
            Transaction tx,
            List<MilestoneBoard> boards,
            MilestoneFramework framework,
            Instant now,
            Actor actor) {
        Map<Key, MilestoneState> reached = new HashMap<>();
        List<Reached> rows = new ArrayList<>();
        for (MilestoneBoard board : boards) {
            for (MilestoneState state : board.states()) {
                LocalDate day = state.achievedOn();
                if (day != null && state.row().recordedOn() == null) {
                    String key = state.milestone().milestoneKey();
                    reached.put(new Key(board.clientId(), key), state);
                    rows.add(new Reached(board.clientId(), key, day, Evidence.of(state)));
                }
            }
        }
        if (rows.isEmpty()) {
            return 0;
        }
        List<AdoptionMilestoneDao.Recorded> recorded =
                tx.dao(AdoptionMilestoneDao.class)
                        .record(
                                framework.framework(),
                                Objects.requireNonNull(framework.frameworkVersion()),
                                now,
                                Json.write(rows));
        if (!recorded.isEmpty()) {
            List<String> ids =
                    recorded.stream()
                            .map(AdoptionMilestoneDao.Recorded::clientId)
                            .distinct()
                            .toList();
            timeline.record(
                    tx,
                    recorded.stream()
                            .map(
                                    each ->
                                            event(
                                                    each.clientId(),
                                                    framework,
                                                    Objects.requireNonNull(
                                                            reached.get(
                                                                    new Key(
                                                                            each.clientId(),
                                                                            each.milestoneKey()))),
                                                    actor))
                            .toList());
            answers.changedAll(tx, ids);
            audit.record(tx, AuditEntry.done(actor, TOOL, action(framework), audited(ids)));
        }
        return recorded.size();
    }

    private record Key(String clientId, String milestoneKey) {}

    private record Reached(
            String clientId, String milestoneKey, LocalDate achievedOn, Evidence evidence) {}

    private record Evidence(
            MilestoneMetric metric, int neededValue, int currentValue, LocalDate startedOn) {
        static Evidence of(MilestoneState state) {
            return new Evidence(
                    state.milestone().metric(),
                    state.row().neededValue(),
                    state.row().currentValue(),
                    state.row().startedOn());
        }
    }

    private static String action(MilestoneFramework framework) {
        return "record milestones of " + framework.framework() + " " + framework.frameworkVersion();
    }

    /** Returns the only client's id, or the first and the last id of a chunk. */
    private static List<String> audited(List<String> ids) {
        return ids.size() == 1 ? ids : List.of(ids.getFirst(), ids.getLast());
    }

    private TimelineEvent event(
            String clientId, MilestoneFramework framework, MilestoneState state, Actor actor) {
        LocalDate day = Objects.requireNonNull(state.achievedOn());
        Map<String, Object> detail = new HashMap<>();
        detail.put("framework", framework.framework());
        detail.put("milestone_key", state.milestone().milestoneKey());
        putIfPresent(detail, "taken_days", state.takenDays());
        return new TimelineEvent(
                clientId,
                day.atStartOfDay().toInstant(ZoneOffset.UTC),
                timeline.idOf(
                        "adoption_milestone",
                        clientId,
                        framework.framework(),
                        state.milestone().milestoneKey()),
                EventType.USAGE,
                "Milestone reached: " + state.milestone().name(),
                detail,
                Impact.POSITIVE,
                true,
                actor.principal(),
                TOOL,
                null);
    }

    private static void putIfPresent(
            Map<String, Object> detail, String key, @Nullable Object value) {
        if (value != null) {
            detail.put(key, value);
        }
    }
}
