package io.os199.cs.support.ticket;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.model.SlaPromise;
import io.os199.cs.support.model.TicketPriority;

import java.time.Duration;
import java.util.Optional;

/** What the policies of the deployment promise. */
final class Promises {
    private Promises() {}

    /** What is promised of a ticket now; absent where the deployment has no policy for it. */
    static Optional<SlaPromise> of(Transaction tx, TicketPriority priority, String clientId) {
        return tx.dao(SlaDao.class)
                .policy(priority, clientId)
                .map(
                        policy ->
                                new SlaPromise(
                                        Duration.ofMinutes(policy.firstResponseMinutes()),
                                        Duration.ofMinutes(policy.resolutionMinutes()),
                                        policy.calendarId(),
                                        Calendars.of(tx, policy.calendarId())));
    }
}
