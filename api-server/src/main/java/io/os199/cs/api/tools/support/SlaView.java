package io.os199.cs.api.tools.support;

import io.os199.cs.support.model.ClockState;
import io.os199.cs.support.model.TicketClock;
import io.os199.cs.support.model.TicketTimer;
import io.os199.cs.support.model.WorkCalendar;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The clocks of a ticket, in minutes of its calendar.
 *
 * @param pausedMinutes minutes that the resolution clock has not counted
 * @param calendarId absent where support is always open
 * @param timeZone of that calendar
 */
record SlaView(
        View firstResponse,
        View resolution,
        long pausedMinutes,
        @Nullable String calendarId,
        @Nullable String timeZone) {

    /**
     * One clock.
     *
     * @param remainingMinutes negative when it is late; absent once it is satisfied
     */
    record View(
            ClockState state,
            long targetMinutes,
            @Nullable Instant dueAt,
            long elapsedMinutes,
            @Nullable Long remainingMinutes) {}

    static SlaView of(TicketClock clock, Instant now) {
        WorkCalendar calendar = clock.promise().calendar();
        String calendarId = clock.promise().calendarId();
        Instant reads = Objects.requireNonNullElse(clock.pausedAt(), now);
        return new SlaView(
                view(
                        clock.firstResponse(),
                        clock.firstResponseState(now),
                        clock.promise().firstResponse(),
                        Objects.requireNonNullElseGet(
                                clock.firstResponse().consumed(),
                                () -> calendar.worked(clock.openedAt(), now)),
                        calendar,
                        now),
                view(
                        clock.resolution(),
                        clock.resolutionState(now),
                        clock.promise().resolution(),
                        clock.consumed(now),
                        calendar,
                        reads),
                clock.pausedUntil(now).toMinutes(),
                calendarId,
                calendarId == null ? null : calendar.zone().getId());
    }

    private static View view(
            TicketTimer timer,
            ClockState state,
            Duration target,
            Duration elapsed,
            WorkCalendar calendar,
            Instant at) {
        Instant due = timer.dueAt();
        Long left = null;
        if (due != null && timer.satisfiedAt() == null) {
            left =
                    at.isAfter(due)
                            ? -calendar.worked(due, at).toMinutes()
                            : calendar.worked(at, due).toMinutes();
        }
        return new View(state, target.toMinutes(), due, elapsed.toMinutes(), left);
    }
}
