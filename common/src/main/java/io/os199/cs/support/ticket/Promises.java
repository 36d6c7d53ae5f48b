package io.os199.cs.support.ticket;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.model.SlaPromise;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.WorkCalendar;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The promises of the deployment's policies. */
final class Promises {
    private Promises() {}

    /** Returns what is promised for a ticket now; empty where the deployment has no policy for it. */
    static Optional<SlaPromise> of(Transaction tx, TicketPriority priority, String clientId) {
        return tx.dao(TicketSlaDao.class)
                .policy(priority, clientId)
                .map(
                        policy ->
                                new SlaPromise(
                                        Duration.ofMinutes(policy.firstResponseMinutes()),
                                        Duration.ofMinutes(policy.resolutionMinutes()),
                                        policy.calendarId(),
                                        Calendars.of(tx, policy.calendarId())));
    }

    /**
     * Returns the promise of a policy that was read together with a ticket.
     *
     * @param firstResponseMinutes absent, as is the other, where there is no policy
     * @param calendarId absent where the clock always runs
     * @param calendars the calendars read so far; one that is read now is added
     */
    static @Nullable SlaPromise of(
            Transaction tx,
            @Nullable Integer firstResponseMinutes,
            @Nullable Integer resolutionMinutes,
            @Nullable String calendarId,
            Map<String, WorkCalendar> calendars) {
        if (firstResponseMinutes == null || resolutionMinutes == null) {
            return null;
        }
        WorkCalendar calendar =
                calendarId == null
                        ? WorkCalendar.ALWAYS
                        : calendars.computeIfAbsent(calendarId, id -> Calendars.of(tx, id));
        return new SlaPromise(
                Duration.ofMinutes(firstResponseMinutes),
                Duration.ofMinutes(resolutionMinutes),
                calendarId,
                calendar);
    }
}
