package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * The SLA clock of a ticket: until the first response, which is never paused, and until the resolution, which stands still while the customer
 * is waited for and while the ticket is resolved.
 *
 * <p>Due instants are kept, so whatever was granted once (an earlier promise, the quarter of a reopened ticket) is carried on: what is left at
 * any instant is what is worked until the due instant, and a pause moves that instant on.
 *
 * @param promise of each clock the newest from before it was satisfied, and the calendar of the newest
 * @param pausedAt since when the resolution waits on the customer
 * @param paused what the calendar of the time counted of pauses that are over, time between resolved and reopened among them
 */
public record TicketClock(
        Instant openedAt,
        SlaPromise promise,
        TicketTimer firstResponse,
        TicketTimer resolution,
        @Nullable Instant pausedAt,
        Duration paused) {
    private static final int LEAST_PARTS = 4;

    /** The clock of a ticket that is opened. */
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

    /** With the breaches that have come by {@code now}. */
    public TicketClock seen(Instant now) {
        return with(firstResponse.seen(now), resolution.seen(pausedAt == null ? now : pausedAt));
    }

    /** An agent has written to the customer; only the first time counts. */
    public TicketClock answered(Instant at) {
        TicketClock now = seen(at);
        return firstResponse.isSatisfied()
                ? now
                : now.with(
                        now.firstResponse.satisfied(at, promise.calendar().worked(openedAt, at)),
                        now.resolution);
    }

    /** From now on the customer is waited for. */
    public TicketClock paused(Instant at) {
        return pausedAt != null || resolution.isSatisfied()
                ? this
                : seen(at).pausedSince(at, paused);
    }

    /** The customer is not waited for any more. What is left is what was left, unless it was late already. */
    public TicketClock resumed(Instant at) {
        return pausedAt == null
                ? this
                : seen(at).movedOn(pausedAt, at, left(pausedAt)).pausedSince(null, pausedUntil(at));
    }

    /** Solved; a pause ends with it. */
    public TicketClock resolved(Instant at) {
        TicketClock now = resumed(at).seen(at);
        return resolution.isSatisfied()
                ? this
                : now.with(now.firstResponse, now.resolution.satisfied(at, now.consumed(at)));
    }

    /**
     * Open again: the time since it was solved does not count, and a quarter of the target is left at least.
     *
     * @param next what is promised now; what was granted under another promise says nothing of this one
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
     * Another priority has another promise. A more urgent one can only bring what is due forward, a less urgent one only put it off; what
     * is done, and what was late, stays.
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

    /** Whether {@code due} counts instead of {@code old}; what is absent never comes. */
    private static boolean takes(
            @Nullable Instant due, @Nullable Instant old, boolean isMoreUrgent) {
        if (old == null || due == null) {
            return (due == null) != isMoreUrgent;
        }
        return isMoreUrgent ? due.isBefore(old) : due.isAfter(old);
    }

    /** How the first response stands. */
    public ClockState firstResponseState(Instant now) {
        return firstResponse.state(null, now);
    }

    /** How the resolution stands. */
    public ClockState resolutionState(Instant now) {
        return resolution.state(pausedAt, now);
    }

    /** What the resolution has taken until {@code at}, in the calendar that the ticket has now, without its pauses. */
    public Duration consumed(Instant at) {
        Duration done = resolution.consumed();
        if (done != null) {
            return done;
        }
        Instant end = pausedAt == null ? at : pausedAt;
        Duration worked = promise.calendar().worked(openedAt, end).minus(paused);
        return worked.isNegative() ? Duration.ZERO : worked;
    }

    /** What the calendar has counted of pauses until {@code at}. */
    public Duration pausedUntil(Instant at) {
        return pausedAt == null ? paused : paused.plus(promise.calendar().worked(pausedAt, at));
    }

    /** What is left of the resolution at an instant at which it runs; zero where it is late. */
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
