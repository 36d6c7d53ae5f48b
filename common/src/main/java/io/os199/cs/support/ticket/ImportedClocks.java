package io.os199.cs.support.ticket;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.support.model.SlaPromise;
import io.os199.cs.support.model.StoredClock;
import io.os199.cs.support.model.TicketClock;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.model.WorkCalendar;
import io.os199.cs.support.ticket.ImportedTicketDao.Told;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The clocks of imported tickets: our own clock, run through the instants that the file contains, by the policy of
 * the ticket's priority.
 *
 * <p>A file does not contain past waits on the customer, so none are subtracted. Where it does not say when a ticket
 * was answered, only a ticket that is still open counts as unanswered; for others the first response is unknown, so
 * that its clock is neither met nor late.
 */
public final class ImportedClocks {
    private ImportedClocks() {}

    /** A ticket that an import has written. */
    public record Imported(String clientId, String ticketId) {}

    /** The values to write. */
    record Wound(String clientId, String ticketId, StoredClock clock) {}

    /** Runs the clocks of those tickets that were not worked on here. */
    public static void wind(Transaction tx, List<Imported> tickets) {
        ImportedTicketDao dao = tx.dao(ImportedTicketDao.class);
        Map<String, WorkCalendar> calendars = new HashMap<>();
        List<Wound> wound = new ArrayList<>();
        for (Told told :
                dao.told(
                        tickets.stream().map(Imported::clientId).toArray(String[]::new),
                        tickets.stream().map(Imported::ticketId).toArray(String[]::new))) {
            SlaPromise promise =
                    Promises.of(
                            tx,
                            told.firstResponseMinutes(),
                            told.resolutionMinutes(),
                            told.calendarId(),
                            calendars);
            wound.add(new Wound(told.clientId(), told.ticketId(), clock(told, promise)));
        }
        if (!wound.isEmpty()) {
            dao.wind(Json.write(wound));
        }
    }

    static StoredClock clock(Told told, @Nullable SlaPromise promise) {
        if (promise == null) {
            return StoredClock.NONE;
        }
        TicketClock clock = TicketClock.opened(told.openedAt(), promise);
        Instant answeredAt = told.firstResponseAt();
        if (answeredAt != null) {
            clock = clock.answered(answeredAt);
        }
        Instant doneAt = told.resolvedAt() == null ? told.closedAt() : told.resolvedAt();
        if (doneAt != null) {
            clock = clock.resolved(doneAt);
        } else if (told.status() == TicketStatus.WAITING_ON_CUSTOMER) {
            clock = clock.paused(answeredAt == null ? told.openedAt() : answeredAt);
        }
        StoredClock stored = StoredClock.of(clock);
        return answeredAt == null && told.status() != TicketStatus.OPEN
                ? stored.withoutFirstResponse()
                : stored;
    }
}
