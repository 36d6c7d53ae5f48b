package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * One of the two clocks of a ticket.
 *
 * @param dueAt absent where the calendar is never open long enough
 * @param riskAt the instant from which less than a fifth of the target is left
 * @param breachedAt when it was found to be late; never cleared
 * @param satisfiedAt when the promise was fulfilled
 * @param consumed the working time used until it was satisfied
 */
public record TicketTimer(
        @Nullable Instant dueAt,
        @Nullable Instant riskAt,
        @Nullable Instant breachedAt,
        @Nullable Instant satisfiedAt,
        @Nullable Duration consumed) {
    private static final int PARTS_AT_RISK = 5;

    /** Returns a clock with {@code left} remaining of {@code target} at {@code now}. */
    TicketTimer due(WorkCalendar calendar, Instant now, Duration left, Duration target) {
        Duration untilRisk = left.minus(target.dividedBy(PARTS_AT_RISK));
        return new TicketTimer(
                calendar.due(now, left).orElse(null),
                untilRisk.isNegative() ? now : calendar.due(now, untilRisk).orElse(null),
                breachedAt,
                null,
                null);
    }

    static TicketTimer started(WorkCalendar calendar, Instant at, Duration target) {
        return new TicketTimer(null, null, null, null, null).due(calendar, at, target, target);
    }

    boolean isSatisfied() {
        return satisfiedAt != null;
    }

    boolean isLate(Instant at) {
        return dueAt != null && at.isAfter(dueAt);
    }

    /** Returns the clock with its breach recorded if it is late at {@code at}. */
    TicketTimer seen(Instant at) {
        return breachedAt != null || isSatisfied() || !isLate(at)
                ? this
                : new TicketTimer(dueAt, riskAt, dueAt, null, null);
    }

    TicketTimer satisfied(Instant at, Duration after) {
        return new TicketTimer(dueAt, riskAt, breachedAt, at, after);
    }

    /**
     * Returns the state at {@code now}. Something done exactly when it is due counts as met.
     *
     * @param pausedAt when the clock was paused; absent while it is not
     */
    public ClockState state(@Nullable Instant pausedAt, Instant now) {
        Instant end = satisfiedAt;
        if (end == null) {
            end = pausedAt == null ? now : pausedAt;
        }
        if (breachedAt != null || isLate(end)) {
            return ClockState.BREACHED;
        }
        if (isSatisfied()) {
            return ClockState.MET;
        }
        if (pausedAt != null) {
            return ClockState.PAUSED;
        }
        return riskAt != null && !now.isBefore(riskAt) ? ClockState.AT_RISK : ClockState.RUNNING;
    }
}
