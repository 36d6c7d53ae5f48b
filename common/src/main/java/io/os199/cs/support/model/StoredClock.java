package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock of a ticket as its columns store it. A ticket that came without a promise has no clock.
 *
 * @param calendarId absent where the clock always runs
 */
public record StoredClock(
        @Nullable String calendarId,
        @Nullable Integer firstResponseTargetMinutes,
        @Nullable Integer resolutionTargetMinutes,
        @Nullable Instant firstResponseDueAt,
        @Nullable Instant resolutionDueAt,
        @Nullable Instant firstResponseRiskAt,
        @Nullable Instant resolutionRiskAt,
        @Nullable Instant firstResponseBreachedAt,
        @Nullable Instant resolutionBreachedAt,
        @Nullable Instant slaPausedAt,
        int slaPausedSeconds,
        @Nullable Integer firstResponseSeconds,
        @Nullable Integer resolutionSeconds) {

    /** The value that stands for no clock. */
    public static final StoredClock NONE =
            new StoredClock(
                    null, null, null, null, null, null, null, null, null, null, 0, null, null);

    /** Returns the columns to write for a clock. */
    public static StoredClock of(TicketClock clock) {
        TicketTimer first = clock.firstResponse();
        TicketTimer resolution = clock.resolution();
        return new StoredClock(
                clock.promise().calendarId(),
                (int) clock.promise().firstResponse().toMinutes(),
                (int) clock.promise().resolution().toMinutes(),
                first.dueAt(),
                resolution.dueAt(),
                first.riskAt(),
                resolution.riskAt(),
                first.breachedAt(),
                resolution.breachedAt(),
                clock.pausedAt(),
                seconds(clock.paused()),
                first.consumed() == null ? null : seconds(first.consumed()),
                resolution.consumed() == null ? null : seconds(resolution.consumed()));
    }

    /** Returns the same clock for a ticket of which it is unknown whether there was a first response. */
    public StoredClock withoutFirstResponse() {
        return new StoredClock(
                calendarId,
                firstResponseTargetMinutes,
                resolutionTargetMinutes,
                null,
                resolutionDueAt,
                null,
                resolutionRiskAt,
                null,
                resolutionBreachedAt,
                slaPausedAt,
                slaPausedSeconds,
                null,
                resolutionSeconds);
    }

    private static int seconds(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toSeconds());
    }

    /** Returns the clock of a ticket; absent where it has none. */
    public @Nullable TicketClock of(Ticket ticket, WorkCalendar calendar) {
        Integer first = firstResponseTargetMinutes;
        Integer resolution = resolutionTargetMinutes;
        if (first == null || resolution == null) {
            return null;
        }
        return new TicketClock(
                ticket.openedAt(),
                new SlaPromise(
                        Duration.ofMinutes(first),
                        Duration.ofMinutes(resolution),
                        calendarId,
                        calendar),
                firstResponse(ticket.firstResponseAt()),
                resolution(ticket.doneAt()),
                slaPausedAt,
                Duration.ofSeconds(slaPausedSeconds));
    }

    /** Returns the clock that runs until the first response. */
    public TicketTimer firstResponse(@Nullable Instant satisfiedAt) {
        return new TicketTimer(
                firstResponseDueAt,
                firstResponseRiskAt,
                firstResponseBreachedAt,
                satisfiedAt,
                duration(firstResponseSeconds));
    }

    /** Returns the clock that runs until it is solved. */
    public TicketTimer resolution(@Nullable Instant satisfiedAt) {
        return new TicketTimer(
                resolutionDueAt,
                resolutionRiskAt,
                resolutionBreachedAt,
                satisfiedAt,
                duration(resolutionSeconds));
    }

    private static @Nullable Duration duration(@Nullable Integer seconds) {
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }
}
