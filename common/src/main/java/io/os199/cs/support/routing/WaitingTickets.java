package io.os199.cs.support.routing;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.model.StoredClock;
import io.os199.cs.support.model.Teams;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.model.WorkCalendar;
import io.os199.cs.support.routing.RoutingDao.TicketRow;
import io.os199.cs.support.ticket.Calendars;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads and locks the tickets of an order, and determines how close each is to being late. */
final class WaitingTickets {
    private final Transaction tx;
    private final Teams teams;
    private final Instant now;
    private final Map<String, WorkCalendar> calendars = new HashMap<>();

    WaitingTickets(Transaction tx, Teams teams, Instant now) {
        this.tx = tx;
        this.teams = teams;
        this.now = now;
    }

    List<Waiting> of(RoutingOrder order) {
        return tx.dao(RoutingDao.class).tickets(order, teams.escalation(), now).stream()
                .map(this::waiting)
                .toList();
    }

    private Waiting waiting(TicketRow row) {
        return new Waiting(
                row.clientId(),
                row.ticketId(),
                row.priority(),
                WireName.of(row.category()),
                Objects.requireNonNullElseGet(
                        row.team(), () -> teams.of(row.category(), row.priority())),
                row.tags(),
                row.openedAt(),
                row.agentId(),
                risk(row),
                row.late(),
                row.firstResponseAt() != null,
                row.status() == TicketStatus.WAITING_ON_CUSTOMER ? 0.5 : 1,
                row.version());
    }

    /** Returns the used share of the running clock: first that of the first response, then that of the resolution. */
    private double risk(TicketRow row) {
        StoredClock clock = row.clock();
        Integer first = clock.firstResponseTargetMinutes();
        Integer resolution = clock.resolutionTargetMinutes();
        if (first == null || resolution == null) {
            return 0;
        }
        if (row.firstResponseAt() == null) {
            return clock.firstResponseBreachedAt() != null
                    ? 1
                    : share(calendar(clock).worked(row.openedAt(), now), first);
        }
        if (clock.resolutionBreachedAt() != null) {
            return 1;
        }
        Instant end = Objects.requireNonNullElse(clock.slaPausedAt(), now);
        return share(
                calendar(clock).worked(row.openedAt(), end).minusSeconds(clock.slaPausedSeconds()),
                resolution);
    }

    private static double share(Duration consumed, int targetMinutes) {
        double target = Duration.ofMinutes(targetMinutes).toSeconds();
        return target == 0 ? 1 : Math.clamp(consumed.toSeconds() / target, 0, 1);
    }

    private WorkCalendar calendar(StoredClock clock) {
        @Nullable String calendarId = clock.calendarId();
        return calendarId == null
                ? WorkCalendar.ALWAYS
                : calendars.computeIfAbsent(calendarId, id -> Calendars.of(tx, id));
    }
}
