package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * The SLA clock of a ticket, in two parts: one runs until the first response and is never paused; the other runs
 * until the resolution and stands still while the ticket waits on the customer and while it is resolved.
 *
 * <p>Due instants are stored, so anything granted once (an earlier promise, the quarter of a reopened ticket) carries
 * over: the time left at any instant is the working time until the due instant, and a pause moves that instant back.
 *
 * @param promise for each part, the newest promise from before it was satisfied, with the calendar of the newest
 *     promise
 * @param pausedAt since when the resolution has been waiting on the customer
 * @param paused the working time, by the calendar in force at the time, of pauses that are over, including the time
 *     between resolved and reopened
 */
public record TicketClock(
        Instant openedAt,
        SlaPromise promise,
        TicketTimer firstResponse,
        TicketTimer resolution,
        @Nullable Instant pausedAt,
        Duration paused) {
    private static final int LEAST_PARTS = 4;

    /** Returns the clock of a newly opened ticket. */
    public static TicketClock opened(Instant at, SlaPromise promise) {
        WorkCalendar calendar = promise.calendar();
        return new TicketClock(
                at,
                promise,
                TicketTimer.started(calendar, at, promise.firstResponse()),
                TicketTimer.started(calendar, at, promise.resolution()),
                null,
                Duration.ZERO);
    }

    /** Returns the clock with the breaches that have occurred by {@code now}. */
    public TicketClock seen(Instant now) {
        return with(firstResponse.seen(now), resolution.seen(pausedAt == null ? now : pausedAt));
    }

    /** Records that an agent has written to the customer; only the first time counts. */
    public TicketClock answered(Instant at) {
        TicketClock now = seen(at);
        return firstResponse.isSatisfied()
                ? now
                : now.with(
                        now.firstResponse.satisfied(at, promise.calendar().worked(openedAt, at)),
                        now.resolution);
    }

    /** Pauses the resolution from now on, while the ticket waits on the customer. */
    public TicketClock paused(Instant at) {
        return pausedAt != null || resolution.isSatisfied()
                ? this
                : seen(at).pausedSince(at, paused);
    }

    /** Ends the wait on the customer. The time left is the same as before the pause, unless it was already late. */
    public TicketClock resumed(Instant at) {
        return pausedAt == null
                ? this
                : seen(at).movedOn(pausedAt, at, left(pausedAt)).pausedSince(null, pausedUntil(at));
    }

    /** Records the resolution, which also ends a pause. */
    public TicketClock resolved(Instant at) {
        TicketClock now = resumed(at).seen(at);
        return resolution.isSatisfied()
                ? this
                : now.with(now.firstResponse, now.resolution.satisfied(at, now.consumed(at)));
    }

    /**
     * Reopens the ticket: the time since it was resolved does not count, and at least a quarter of the target is
     * left.
     *
     * @param next the promise that applies now; if it differs, time granted under the earlier promise does not carry
     *     over
     */
    public TicketClock reopened(Instant at, SlaPromise next) {
        Instant resolvedAt = resolution.satisfiedAt();
        if (resolvedAt == null) {
            return this;
        }
        Duration target = next.resolution();
        boolean isSame =
                target.equals(promise.resolution()) && next.calendar().equals(promise.calendar());
        Duration left = isSame ? left(resolvedAt) : target.minus(consumed(resolvedAt));
        Duration least = target.dividedBy(LEAST_PARTS);
        return new TicketClock(
                openedAt,
                new SlaPromise(promise.firstResponse(), target, next.calendarId(), next.calendar()),
                firstResponse.seen(at),
                resolution.due(
                        next.calendar(), at, left.compareTo(least) < 0 ? least : left, target),
                null,
                paused.plus(next.calendar().worked(resolvedAt, at)));
    }

    /**
     * Applies the promise of another priority. A more urgent priority can only bring a due instant forward, a less
     * urgent one only put it off; what is done and what was late stay as they are.
     */
    public TicketClock promised(SlaPromise next, boolean isMoreUrgent, Instant now) {
        if (firstResponse.isSatisfied() && resolution.isSatisfied()) {
            return this;
        }
        if (pausedAt != null) {
            return resumed(now).promised(next, isMoreUrgent, now).paused(now);
        }
        TicketClock seen = seen(now);
        return new TicketClock(
                openedAt,
                new SlaPromise(
                        firstResponse.isSatisfied()
                                ? promise.firstResponse()
                                : next.firstResponse(),
                        resolution.isSatisfied() ? promise.resolution() : next.resolution(),
                        next.calendarId(),
                        next.calendar()),
                promised(
                        seen.firstResponse,
                        next,
                        next.firstResponse(),
                        Duration.ZERO,
                        isMoreUrgent,
                        now),
                promised(seen.resolution, next, next.resolution(), paused, isMoreUrgent, now),
                null,
                paused);
    }

    private TicketTimer promised(
            TicketTimer timer,
            SlaPromise next,
            Duration target,
            Duration pauses,
            boolean isMoreUrgent,
            Instant now) {
        if (timer.isSatisfied()) {
            return timer;
        }
        WorkCalendar calendar = next.calendar();
        TicketTimer other =
                isMoreUrgent
                        ? timer.due(calendar, now, target, target)
                        : timer.due(calendar, openedAt, target.plus(pauses), target);
        return takes(other.dueAt(), timer.dueAt(), isMoreUrgent) ? other : timer;
    }

    /** Whether {@code due} replaces {@code old}; an absent instant means never. */
    private static boolean takes(
            @Nullable Instant due, @Nullable Instant old, boolean isMoreUrgent) {
        if (old == null || due == null) {
            return (due == null) != isMoreUrgent;
        }
        return isMoreUrgent ? due.isBefore(old) : due.isAfter(old);
    }

    /** Returns the state of the first response. */
    public ClockState firstResponseState(Instant now) {
        return firstResponse.state(null, now);
    }

    /** Returns the state of the resolution. */
    public ClockState resolutionState(Instant now) {
        return resolution.state(pausedAt, now);
    }

    /**
     * Returns the time that the resolution has taken until {@code at}, by the ticket's current calendar and without
     * pauses.
     */
    public Duration consumed(Instant at) {
        Duration done = resolution.consumed();
        if (done != null) {
            return done;
        }
        Instant end = pausedAt == null ? at : pausedAt;
        Duration worked = promise.calendar().worked(openedAt, end).minus(paused);
        return worked.isNegative() ? Duration.ZERO : worked;
    }

    /** Returns the working time of all pauses until {@code at}. */
    public Duration pausedUntil(Instant at) {
        return pausedAt == null ? paused : paused.plus(promise.calendar().worked(pausedAt, at));
    }

    /** Returns the time left for the resolution at an instant at which its clock runs; zero where it is late. */
    private Duration left(Instant at) {
        Instant due = resolution.dueAt();
        return due == null ? promise.resolution() : promise.calendar().worked(at, due);
    }

    private TicketClock movedOn(Instant since, Instant at, Duration left) {
        return resolution.isLate(since)
                ? this
                : with(
                        firstResponse,
                        resolution.due(promise.calendar(), at, left, promise.resolution()));
    }

    private TicketClock with(TicketTimer first, TicketTimer other) {
        return new TicketClock(openedAt, promise, first, other, pausedAt, paused);
    }

    private TicketClock pausedSince(@Nullable Instant at, Duration pauses) {
        return new TicketClock(openedAt, promise, firstResponse, resolution, at, pauses);
    }
}
