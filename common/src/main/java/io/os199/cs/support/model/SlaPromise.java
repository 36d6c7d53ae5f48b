package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What a policy promises for a ticket, as of when the ticket's clock was set.
 *
 * @param calendarId absent where the clock always runs
 */
public record SlaPromise(
        Duration firstResponse,
        Duration resolution,
        @Nullable String calendarId,
        WorkCalendar calendar) {}
