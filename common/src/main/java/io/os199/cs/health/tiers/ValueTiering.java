package io.os199.cs.health.tiers;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.core.model.ValueTier;
import io.os199.cs.health.model.ServiceLevel;
import io.os199.cs.health.tiers.ValueTierDao.Changed;
import io.os199.cs.health.tiers.ValueTierReport.Move;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The job that ranks the portfolio into value tiers. Every chunk ranks its clients among all clients, as of the
 * moment when the job was submitted; a job that is not to save leaves the clients as they are.
 */
public final class ValueTiering implements ChunkedWork {
    public static final String TOOL = "segment_by_value_tier";

    private static final int CHUNK = 5_000;

    private final List<ServiceLevel> levels;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;
    private final Clock clock;

    public ValueTiering(
            List<ServiceLevel> levels,
            Timeline timeline,
            AuditLog audit,
            ClientAnswers answers,
            Clock clock) {
        this.levels = List.copyOf(levels);
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
        this.clock = clock;
    }

    /** The moves that a chunk made. */
    private record Saved(List<Move> moves) {}

    @Override
    public String tool() {
        return TOOL;
    }

    @Override
    public int chunkSize() {
        return CHUNK;
    }

    /** Allows one saving run at a time. */
    @Override
    public Optional<String> exclusiveKey(JsonNode arguments) {
        return order(arguments).save() ? Optional.of("value_tiers") : Optional.empty();
    }

    @Override
    public JsonNode work(Transaction tx, RunningJob job, JobChunk chunk) {
        ValueTierOrder order = order(job.arguments());
        if (!order.save()) {
            return Json.tree(new Saved(List.of()));
        }
        Instant now = StoredTime.now(clock);
        List<Changed> changed =
                tx.dao(ValueTierDao.class)
                        .save(
                                TierQuery.of(order, levels, job.submittedAt()),
                                chunk.firstClientId(),
                                chunk.lastClientId(),
                                now);
        List<Changed> moved = changed.stream().filter(ValueTiering::hasMoved).toList();
        timeline.record(tx, moved.stream().map(each -> event(each, job, now)).toList());
        answers.changedAll(tx, changed.stream().map(Changed::clientId).toList());
        audit.record(
                tx,
                AuditEntry.done(
                        new Actor(job.principal(), null),
                        TOOL,
                        "save value tiers",
                        List.of(chunk.firstClientId(), chunk.lastClientId())));
        return Json.tree(new Saved(moves(moved)));
    }

    @Override
    public JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults) {
        ValueTierOrder order = order(job.arguments());
        ValueTierReader reader = new ValueTierReader(tx, order, levels, job.submittedAt());
        List<Move> moves =
                order.save()
                        ? merged(
                                chunkResults.stream()
                                        .flatMap(
                                                each ->
                                                        Json.read(each.toString(), Saved.class)
                                                                .moves()
                                                                .stream())
                                        .toList())
                        : reader.moves();
        return Json.tree(reader.read(moves));
    }

    /** Whether the tier changed; a client that gets its first tier has not moved. */
    private static boolean hasMoved(Changed changed) {
        return changed.fromTier() != null && changed.fromTier() != changed.toTier();
    }

    private static List<Move> moves(List<Changed> moved) {
        return merged(
                moved.stream()
                        .filter(each -> each.fromTier() != null)
                        .map(each -> new Move(from(each), each.toTier(), 1))
                        .toList());
    }

    /** Returns the moves summed up, those from the highest tier first. */
    private static List<Move> merged(List<Move> moves) {
        Map<List<ValueTier>, Move> sums =
                new TreeMap<>(
                        Comparator.comparing((List<ValueTier> ends) -> ends.getFirst())
                                .thenComparing(List::getLast));
        for (Move move : moves) {
            sums.merge(
                    List.of(move.from(), move.to()),
                    move,
                    (a, b) -> new Move(a.from(), a.to(), a.clientCount() + b.clientCount()));
        }
        return List.copyOf(sums.values());
    }

    private TimelineEvent event(Changed moved, RunningJob job, Instant now) {
        ValueTier from = from(moved);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("from_value_tier", from);
        detail.put("to_value_tier", moved.toTier());
        return new TimelineEvent(
                moved.clientId(),
                now,
                timeline.idOf("value_tier", job.jobId(), moved.clientId()),
                EventType.PROFILE,
                "Value tier went from %s to %s"
                        .formatted(WireName.of(from), WireName.of(moved.toTier())),
                detail,
                moved.toTier().compareTo(from) < 0 ? Impact.POSITIVE : Impact.NEGATIVE,
                false,
                job.principal(),
                TOOL,
                null);
    }

    private static ValueTier from(Changed moved) {
        return Objects.requireNonNull(moved.fromTier());
    }

    private static ValueTierOrder order(JsonNode arguments) {
        return Json.read(arguments.toString(), ValueTierOrder.class);
    }
}
