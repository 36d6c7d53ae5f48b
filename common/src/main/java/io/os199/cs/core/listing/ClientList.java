package io.os199.cs.core.listing;

import io.os199.cs.core.listing.ClientListParts.Dimensions;
import io.os199.cs.core.listing.ClientListParts.Rows;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Part;
import io.os199.cs.platform.database.Parts;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads a list of clients in pages, with the totals of the whole list. */
public final class ClientList {
    private static final int SEGMENTS_SUGGESTED = 20;
    private static final int CSMS_SUGGESTED = 5;

    private final Database database;
    private final ClientFilter filter;
    private final Instant now;

    public ClientList(Database database, ClientFilter filter, Instant now) {
        this.database = database;
        this.filter = filter;
        this.now = now;
    }

    /** Refuses a segment that is not saved, naming those that are. */
    public Optional<Refusal> unknownSegment() {
        return filter.segmentId() == null
                ? Optional.empty()
                : database.read(tx -> unknownSegment(tx, filter.segmentId()));
    }

    /** Does the same as {@link #unknownCsm(Transaction, String, String)} for the filter of this list. */
    public Optional<Refusal> unknownCsm(String field) {
        String csm = ClientConditions.isWithoutOwner(filter.csm()) ? null : filter.csm();
        return csm == null ? Optional.empty() : database.read(tx -> unknownCsm(tx, field, csm));
    }

    /** Does the same as {@link #unknownSegment()} for a segment that is asked for by itself. */
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

    /** Refuses the filters of a portfolio that name a segment or a manager that there is not. */
    public static Optional<Refusal> unknownFilter(
            Transaction transaction, @Nullable String segmentId, @Nullable String csm) {
        return unknownSegment(transaction, segmentId).or(() -> unknownCsm(transaction, "csm", csm));
    }

    /** Refuses a manager that no client has or had, naming those with the most similar names. */
    public static Optional<Refusal> unknownCsm(
            Transaction transaction, String field, @Nullable String csm) {
        ClientListDao dao = transaction.dao(ClientListDao.class);
        if (csm == null || dao.csmExists(csm)) {
            return Optional.empty();
        }
        List<Suggestion> nearest =
                dao.nearestCsms(csm, CSMS_SUGGESTED).stream()
                        .map(name -> new Suggestion(UntrustedText.name(name), null))
                        .toList();
        return Optional.of(
                Refusal.notFound(
                                field,
                                field
                                        + (nearest.isEmpty()
                                                ? " names no one: no client has a csm yet; leave it"
                                                        + " out"
                                                : " names no one who has clients; send the whole"
                                                      + " name of one who has, as those suggested"))
                        .expected("the csm of a client, by the whole name")
                        .suggestions(nearest));
    }

    /** Reads at most {@code most} rows after {@code position}, and the totals of the whole list, in one round trip. */
    public Listed read(
            ClientSort sort,
            ClientSort.Order order,
            @Nullable ClientListPosition position,
            int most) {
        ClientConditions conditions = ClientConditions.of(filter, now);
        Part<Rows> page = ClientListParts.page(conditions, sort, order, position);
        Part<Dimensions> summary = ClientListParts.summary(conditions);
        Parts parts =
                database.ask(
                        "ClientList", List.of(page, summary), values(conditions, position, most));
        return new Listed(
                parts.get(page).rows().stream().map(ClientListParts.Row::ranked).toList(),
                summary(parts.get(summary).rows()));
    }

    private Map<String, Object> values(
            ClientConditions conditions, @Nullable ClientListPosition position, int most) {
        Map<String, Object> values = new HashMap<>(conditions.values());
        values.put("today", LocalDate.ofInstant(now, ZoneOffset.UTC));
        values.put("most", most);
        if (position != null) {
            values.put("lastId", position.clientId());
            if (position.value() != null) {
                values.put("lastValue", position.value());
            }
        }
        return values;
    }

    private static ClientSummary summary(List<SummaryRow> rows) {
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

    /** Returns the groups of a dimension, largest ARR first. */
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

    /** A page, and the totals of all matching clients. */
    public record Listed(List<Ranked> rows, ClientSummary summary) {}

    /** An item with its position in the order. */
    public record Ranked(ClientItem item, ClientListPosition position) {}
}
