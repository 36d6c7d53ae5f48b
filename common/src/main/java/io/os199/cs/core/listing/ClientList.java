package io.os199.cs.core.listing;

import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads a list of clients in pages, with what all of them add up to. */
public final class ClientList {
    private static final int SEGMENTS_SUGGESTED = 20;

    private final ClientListDao dao;
    private final ClientFilter filter;
    private final Instant now;
    private final LocalDate today;

    public ClientList(Transaction transaction, ClientFilter filter, Instant now) {
        this.dao = transaction.dao(ClientListDao.class);
        this.filter = filter;
        this.now = now;
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** Refuses a segment that is not saved, naming those that are. */
    public Optional<Refusal> unknownSegment() {
        return unknownSegment(dao, filter.segmentId());
    }

    /** As {@link #unknownSegment()}, of a segment that is asked for by itself. */
    public static Optional<Refusal> unknownSegment(
            Transaction transaction, @Nullable String segmentId) {
        return unknownSegment(transaction.dao(ClientListDao.class), segmentId);
    }

    private static Optional<Refusal> unknownSegment(ClientListDao dao, @Nullable String segmentId) {
        if (segmentId == null || dao.segmentExists(segmentId)) {
            return Optional.empty();
        }
        List<Suggestion> saved =
                dao.segments(SEGMENTS_SUGGESTED).stream()
                        .map(segment -> new Suggestion(segment.segmentId(), segment.name()))
                        .toList();
        Refusal refusal =
                Refusal.notFound("segment_id", "No saved segment has this segment_id")
                        .expected("the segment_id of a saved segment")
                        .suggestions(saved);
        return Optional.of(
                saved.isEmpty()
                        ? refusal.hint("No segment is saved yet: save one with segment_customers")
                        : refusal);
    }

    /** The rows after {@code position} with their counts; at most {@code most}. */
    public List<Ranked> page(
            ClientSort sort, ClientSort.Order order, @Nullable Position position, int most) {
        List<ClientListDao.Row> rows = dao.page(filter, sort, order, position, now, most);
        List<String> ids = rows.stream().map(ClientListDao.Row::clientId).toList();
        Map<String, Integer> openTickets = dao.openTickets(ids);
        Map<String, Integer> overdueTasks = dao.overdueTasks(ids, today);
        Map<String, Integer> activeUsers = dao.activeUsers(ids, today);
        return rows.stream()
                .map(
                        row ->
                                new Ranked(
                                        row.item(openTickets, overdueTasks, activeUsers),
                                        new Position(row.sortValue(), row.clientId())))
                .toList();
    }

    public ClientSummary summary() {
        List<SummaryRow> rows = dao.summary(filter, now);
        SummaryRow all = rows.stream().filter(row -> row.key() == null).findFirst().orElseThrow();
        return new ClientSummary(
                all.clientCount(),
                all.arrAmount(),
                all.meanHealthScore(),
                all.scoredCount(),
                all.arrAtRiskAmount(),
                groups(rows, "stage"),
                groups(rows, "band"),
                groups(rows, "tier"));
    }

    /** The largest ARR first. */
    private static List<ClientSummary.Group> groups(List<SummaryRow> rows, String dimension) {
        return rows.stream()
                .filter(row -> row.dimension().equals(dimension))
                .map(
                        row ->
                                new ClientSummary.Group(
                                        Objects.requireNonNull(row.key()),
                                        row.clientCount(),
                                        row.arrAmount()))
                .sorted(
                        Comparator.comparing(ClientSummary.Group::arrAmount)
                                .reversed()
                                .thenComparing(ClientSummary.Group::key))
                .toList();
    }

    /** An item with its place in the order. */
    public record Ranked(ClientItem item, Position position) {}
}
