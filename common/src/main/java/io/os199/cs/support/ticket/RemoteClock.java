package io.os199.cs.support.ticket;

import io.os199.cs.core.Timeline;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.support.model.SlaPromise;
import io.os199.cs.support.model.StoredClock;
import io.os199.cs.support.model.TicketClock;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.model.WorkCalendar;
import io.os199.cs.support.ticket.RemoteTicketDao.Change;
import io.os199.cs.support.ticket.RemoteTicketDao.History;
import io.os199.cs.support.ticket.RemoteTicketDao.Replayed;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The clock of a ticket of another system: our own clock, run through the ticket's history from the beginning, so
 * that the result is the same in whatever order the history became known. If no known change led to the ticket's
 * current status, the ticket is taken to have moved to it when it was last changed.
 */
final class RemoteClock {
    private static final Timeline TIMELINE = new Timeline();

    private final Instant openedAt;
    private @Nullable TicketClock clock;
    private TicketStatus status = TicketStatus.OPEN;
    private @Nullable Instant firstResponseAt;
    private @Nullable Instant resolvedAt;
    private @Nullable Instant closedAt;
    private int reopenCount;

    private RemoteClock(Instant openedAt, @Nullable SlaPromise promise) {
        this.openedAt = openedAt;
        this.clock = promise == null ? null : TicketClock.opened(openedAt, promise);
    }

    /** Recomputes everything that depends on the history of tickets. */
    static void rewind(Transaction tx, Collection<RemoteTicketDao.Key> tickets, Instant at) {
        if (tickets.isEmpty()) {
            return;
        }
        List<RemoteTicketDao.Key> keys = List.copyOf(tickets);
        RemoteTicketDao dao = tx.dao(RemoteTicketDao.class);
        Map<String, WorkCalendar> calendars = new HashMap<>();
        List<Replayed> replayed = new ArrayList<>();
        List<Timeline.Untrue> untrue = new ArrayList<>();
        for (History history :
                dao.histories(
                        keys.stream().map(RemoteTicketDao.Key::clientId).toArray(String[]::new),
                        keys.stream().map(RemoteTicketDao.Key::ticketId).toArray(String[]::new))) {
            Replayed now =
                    replay(
                            history,
                            Promises.of(
                                    tx,
                                    history.firstResponseMinutes(),
                                    history.resolutionMinutes(),
                                    history.calendarId(),
                                    calendars));
            replayed.add(now);
            untrue.addAll(cleared(history, now.clock()));
        }
        dao.replay(Json.write(replayed), at);
        TIMELINE.withdraw(tx, untrue);
    }

    /** Returns the timeline's breaches that, as is known now, did not happen. */
    private static List<Timeline.Untrue> cleared(History before, StoredClock now) {
        List<Timeline.Untrue> cleared = new ArrayList<>();
        Instant first = before.firstResponseBreachedAt();
        if (first != null && now.firstResponseBreachedAt() == null) {
            cleared.add(untrue(before, TicketBreach.FIRST_RESPONSE, first));
        }
        Instant resolution = before.resolutionBreachedAt();
        if (resolution != null && now.resolutionBreachedAt() == null) {
            cleared.add(untrue(before, TicketBreach.RESOLUTION, resolution));
        }
        return cleared;
    }

    private static Timeline.Untrue untrue(History of, String clock, Instant dueAt) {
        return new Timeline.Untrue(
                of.clientId(), TicketBreach.id(TIMELINE, of.ticketId(), clock, dueAt));
    }

    /** Derives the state of a ticket from its history. */
    static Replayed replay(History history, @Nullable SlaPromise promise) {
        RemoteClock replay = new RemoteClock(history.openedAt(), promise);
        Instant answeredAt = history.answeredAt();
        for (Change change : history.changes()) {
            if (answeredAt != null && answeredAt.isBefore(change.at())) {
                replay.answer(answeredAt);
                answeredAt = null;
            }
            replay.go(change.toStatus(), change.at());
        }
        if (answeredAt != null) {
            replay.answer(answeredAt);
        }
        Instant last = history.remoteUpdatedAt();
        replay.go(history.status(), last == null ? history.openedAt() : last);
        TicketClock clock = replay.clock;
        return new Replayed(
                history.clientId(),
                history.ticketId(),
                replay.firstResponseAt,
                replay.resolvedAt,
                replay.closedAt,
                replay.reopenCount,
                clock == null ? StoredClock.NONE : StoredClock.of(clock));
    }

    private void answer(Instant at) {
        Instant answered = at.isBefore(openedAt) ? openedAt : at;
        firstResponseAt = answered;
        move(clock -> clock.answered(answered));
    }

    private void go(TicketStatus to, Instant said) {
        Instant at = said.isBefore(openedAt) ? openedAt : said;
        TicketStatus from = status;
        if (to == from) {
            return;
        }
        status = to;
        switch (to) {
            case RESOLVED -> {
                closedAt = null;
                resolve(at);
            }
            case CLOSED -> {
                resolve(at);
                closedAt = at;
            }
            case OPEN, IN_PROGRESS, PENDING, WAITING_ON_CUSTOMER -> {
                if (from.isDone()) {
                    resolvedAt = null;
                    closedAt = null;
                    reopenCount++;
                    move(clock -> clock.reopened(at, clock.promise()));
                }
                move(
                        clock ->
                                to == TicketStatus.WAITING_ON_CUSTOMER
                                        ? clock.paused(at)
                                        : clock.resumed(at));
            }
        }
    }

    private void resolve(Instant at) {
        if (resolvedAt == null) {
            resolvedAt = at;
            move(clock -> clock.resolved(at));
        }
    }

    private void move(UnaryOperator<TicketClock> move) {
        if (clock != null) {
            clock = move.apply(clock);
        }
    }
}
