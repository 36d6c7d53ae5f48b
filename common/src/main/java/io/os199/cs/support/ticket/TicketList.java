package io.os199.cs.support.ticket;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.model.ClockState;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketFilter;
import io.os199.cs.support.model.TicketStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tickets in the order in which they are due. */
public final class TicketList {
    private final TicketListDao dao;
    private final TicketFilter filter;
    private final boolean isOwed;

    private TicketList(Transaction tx, TicketFilter filter, boolean isOwed) {
        this.dao = tx.dao(TicketListDao.class);
        this.filter = filter;
        this.isOwed = isOwed;
    }

    public TicketList(Transaction tx, TicketFilter filter) {
        this(tx, filter, false);
    }

    /** Lists only tickets that still owe what the clock in the filter's state is for. */
    public static TicketList owed(Transaction tx, TicketFilter filter) {
        return new TicketList(tx, filter, true);
    }

    /**
     * A ticket of a list.
     *
     * @param firstResponse the state of its clock; absent where it has none
     * @param dueAt the earlier of the due instants that still apply; absent where there is none
     */
    public record Listed(
            Ticket ticket,
            @Nullable ClockState firstResponse,
            @Nullable ClockState resolution,
            @Nullable Instant firstResponseDueAt,
            @Nullable Instant resolutionDueAt,
            @Nullable Instant dueAt) {
        private static Listed of(TicketListDao.Row row, Instant at) {
            Ticket ticket = row.ticket();
            boolean hasClock = row.clock().resolutionTargetMinutes() != null;
            return new Listed(
                    ticket,
                    hasClock
                            ? row.clock().firstResponse(ticket.firstResponseAt()).state(null, at)
                            : null,
                    hasClock
                            ? row.clock()
                                    .resolution(ticket.doneAt())
                                    .state(row.clock().slaPausedAt(), at)
                            : null,
                    row.clock().firstResponseDueAt(),
                    row.clock().resolutionDueAt(),
                    row.dueAt());
        }
    }

    /**
     * The numbers of tickets.
     *
     * @param byFirstResponse of the tickets with a clock, by the first response's state
     * @param byResolution of the tickets with a clock, by the resolution's state
     */
    public record Counts(
            long totalCount,
            Map<TicketStatus, Long> byStatus,
            Map<ClockState, Long> byFirstResponse,
            Map<ClockState, Long> byResolution) {}

    /** Returns at most {@code most} tickets after the given one, or from the first if none is given. */
    public List<Listed> after(@Nullable Instant dueAt, @Nullable String ticketId, int most) {
        return dao.page(filter, isOwed, dueAt, ticketId, isById(), most).stream()
                .map(row -> Listed.of(row, filter.at()))
                .toList();
    }

    /**
     * Whether the page is found soonest along the ids. No closed ticket is due, and where nothing else is asked for
     * that few tickets may have, most of those that the ids lead to are in the list.
     */
    private boolean isById() {
        return filter.status() == TicketStatus.CLOSED
                && filter.agentId() == null
                && filter.team() == null
                && filter.slaState() == null
                && filter.text() == null;
    }

    /** Counts the whole list. */
    public Counts counts() {
        List<TicketListDao.Count> counts = dao.counts(filter, isOwed);
        return new Counts(
                counts.stream().mapToLong(TicketListDao.Count::ticketCount).sum(),
                summed(counts, TicketListDao.Count::status),
                summed(counts, TicketListDao.Count::firstResponseState),
                summed(counts, TicketListDao.Count::resolutionState));
    }

    /** The property that tickets are counted by; absent where they are not counted. */
    private interface Key<K> {
        @Nullable K of(TicketListDao.Count count);
    }

    private static <K> Map<K, Long> summed(List<TicketListDao.Count> counts, Key<K> key) {
        Map<K, Long> sums = new TreeMap<>();
        for (TicketListDao.Count each : counts) {
            K counted = key.of(each);
            if (counted != null) {
                sums.merge(counted, each.ticketCount(), Long::sum);
            }
        }
        return sums;
    }
}
