package io.os199.cs.support.ticket;

import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.support.ticket.TicketSweepDao.Late;

import java.time.Instant;
import java.util.Map;

/**
 * The event that a promise was not kept: recorded once for a clock and its due instant, by whoever notices it first.
 */
final class TicketBreach {
    static final String FIRST_RESPONSE = "first_response";
    static final String RESOLUTION = "resolution";

    private TicketBreach() {}

    static String id(Timeline timeline, String ticketId, String clock, Instant dueAt) {
        return timeline.idOf("ticket_breach", ticketId, clock, dueAt.toString());
    }

    static TimelineEvent event(
            Timeline timeline, Late late, String clock, Instant now, String source) {
        return new TimelineEvent(
                late.clientId(),
                now,
                id(timeline, late.ticketId(), clock, late.dueAt()),
                EventType.SUPPORT,
                FIRST_RESPONSE.equals(clock)
                        ? "Ticket not answered in time"
                        : "Ticket not solved in time",
                Map.of("clock", clock, "priority", late.priority(), "due_at", late.dueAt()),
                Impact.NEGATIVE,
                false,
                TicketSweep.CLOCKS_JOB,
                source,
                late.ticketId());
    }
}
