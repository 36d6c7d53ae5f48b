package io.os199.cs.health.segments;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.health.segments.SegmentDao.Saved;
import io.os199.cs.health.segments.SegmentReport.Move;
import io.os199.cs.health.segments.SegmentWriteDao.Moved;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.SteppedWork;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The job that saves a split. Each step moves some thousands of clients into the segments that they now belong to.
 * The rows themselves show what is left to do, so a worker that resumes the job after a kill only has to look again.
 */
public final class SegmentSaving implements SteppedWork {
    public static final String TOOL = "segment_customers";

    /** The number of clients in one step. */
    static final int CHUNK = 5_000;

    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;
    private final Clock clock;
    private final int chunk;

    public SegmentSaving(Timeline timeline, AuditLog audit, ClientAnswers answers, Clock clock) {
        this(timeline, audit, answers, clock, CHUNK);
    }

    SegmentSaving(
            Timeline timeline, AuditLog audit, ClientAnswers answers, Clock clock, int chunk) {
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
        this.clock = clock;
        this.chunk = chunk;
    }

    private record Kept(String segmentId, String key, String name, List<Criterion> criteria) {}

    private record Figures(
            String key,
            int clientCount,
            BigDecimal totalArrAmount,
            @Nullable BigDecimal meanHealthScore) {}

    @Override
    public String tool() {
        return TOOL;
    }

    /** Allows one save of a type, or of one custom segment, at a time. */
    @Override
    public Optional<String> exclusiveKey(JsonNode arguments) {
        SegmentOrder order = order(arguments);
        return Optional.of(
                "segments:"
                        + WireName.of(order.segmentationType())
                        + ":"
                        + Objects.requireNonNullElse(SegmentDao.savedKey(order), ""));
    }

    @Override
    public Step step(Transaction tx, RunningJob job) {
        SegmentOrder order = order(job.arguments());
        Instant now = StoredTime.now(clock);
        SegmentWriteDao dao = tx.dao(SegmentWriteDao.class);
        SegmentReader reader = new SegmentReader(tx, order, job.submittedAt());
        List<String> keys = reader.savedKeys();
        List<String> taken = reader.namesTaken(keys);
        if (!taken.isEmpty()) {
            return new Refused(
                    "conflict", "nothing was saved: " + SegmentReader.takenMessage(taken));
        }
        boolean isFirst = savedBefore(tx, order, job).isEmpty();
        dao.keep(Json.write(kept(order, keys)), order.segmentationType(), job.submittedAt(), now);
        List<Moved> moved = dao.move(order, job.submittedAt(), now, chunk);
        tell(tx, isFirst ? List.of() : events(job, order, moved, reader.absent(), now));
        Step step =
                moved.size() == chunk
                        ? more(dao, job, order)
                        : new Finished(finish(tx, job, order, reader, isFirst, now));
        audit.record(
                tx,
                AuditEntry.done(
                        new Actor(job.principal(), null), TOOL, action(order), ends(moved)));
        return step;
    }

    /** Returns the segments that an earlier job saved. */
    private static List<Saved> savedBefore(Transaction tx, SegmentOrder order, RunningJob job) {
        return tx
                .dao(SegmentDao.class)
                .saved(order.segmentationType(), SegmentDao.savedKey(order))
                .stream()
                .filter(each -> !each.createdAt().isAfter(job.submittedAt()))
                .toList();
    }

    private static List<Kept> kept(SegmentOrder order, List<String> keys) {
        SegmentKeys named = new SegmentKeys(order);
        return keys.stream()
                .map(
                        key ->
                                new Kept(
                                        TypeId.next("segment"),
                                        key,
                                        named.name(key),
                                        named.criteria(key, keys)))
                .toList();
    }

    private static Step more(SegmentWriteDao dao, RunningJob job, SegmentOrder order) {
        long done = dao.movedCount(order.segmentationType(), job.submittedAt());
        return new More(done, null, "%,d clients put into their segments".formatted(done));
    }

    private static JsonNode finish(
            Transaction tx,
            RunningJob job,
            SegmentOrder order,
            SegmentReader reader,
            boolean isFirst,
            Instant now) {
        SegmentWriteDao dao = tx.dao(SegmentWriteDao.class);
        List<SegmentRow> rows = reader.rows();
        List<Figures> figures =
                rows.stream()
                        .filter(row -> row.key() != null)
                        .map(
                                row ->
                                        new Figures(
                                                Objects.requireNonNull(row.key()),
                                                row.clientCount(),
                                                row.totalArrAmount(),
                                                row.meanHealthScore()))
                        .toList();
        String key = SegmentDao.savedKey(order);
        dao.finish(Json.write(figures), order.segmentationType(), key, job.submittedAt(), now);
        List<Move> moves =
                isFirst
                        ? null
                        : dao.moves(order.segmentationType(), job.submittedAt(), reader.absent());
        List<Saved> saved = tx.dao(SegmentDao.class).saved(order.segmentationType(), key);
        return Json.tree(reader.read(rows, saved, moves));
    }

    /** Updates the timelines and answers of the moved clients, and every list, since a list may be of a segment. */
    private void tell(Transaction tx, List<TimelineEvent> events) {
        timeline.record(tx, events);
        answers.changedAll(tx, events.stream().map(TimelineEvent::clientId).toList());
    }

    private List<TimelineEvent> events(
            RunningJob job,
            SegmentOrder order,
            List<Moved> moved,
            @Nullable String absent,
            Instant now) {
        return moved.stream()
                .flatMap(each -> event(job, order, each, absent, now).stream())
                .toList();
    }

    /** Returns nothing for a client that is new to the split or has left it: that is not a move between segments. */
    private Optional<TimelineEvent> event(
            RunningJob job, SegmentOrder order, Moved moved, @Nullable String absent, Instant now) {
        String from = moved.fromKey() == null ? absent : moved.fromKey();
        String to = moved.toKey() == null ? absent : moved.toKey();
        if (from == null || to == null) {
            return Optional.empty();
        }
        String type = WireName.of(order.segmentationType());
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("segmentation_type", type);
        detail.put("from_key", from);
        detail.put("to_key", to);
        return Optional.of(
                new TimelineEvent(
                        moved.clientId(),
                        now,
                        timeline.idOf("segment", job.jobId(), moved.clientId()),
                        EventType.NOTE,
                        "Segment changed from %s to %s".formatted(from, to),
                        detail,
                        Impact.NEUTRAL,
                        false,
                        job.principal(),
                        TOOL,
                        null));
    }

    private static String action(SegmentOrder order) {
        return "save segments " + WireName.of(order.segmentationType());
    }

    /** Returns the first and the last id of a chunk, which may be empty. */
    private static List<String> ends(List<Moved> moved) {
        return moved.isEmpty()
                ? List.of()
                : List.of(moved.getFirst().clientId(), moved.getLast().clientId());
    }

    private static SegmentOrder order(JsonNode arguments) {
        return Json.read(arguments.toString(), SegmentOrder.class);
    }
}
