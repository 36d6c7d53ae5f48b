package io.os199.cs.support.ticket;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.support.model.StoredClock;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.ticket.TicketSweepDao.Late;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a ticket, and writes what was done with it: the row, its status change, the timeline, the audit log and the
 * stored answers.
 */
final class TicketDesk {
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    TicketDesk(Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /** Returns the ticket with that id, or with that id in the system it came from. */
    static Answer<ClockedTicket> find(Transaction tx, String reference) {
        return key(tx, reference).then(key -> read(tx, key));
    }

    /**
     * Does the same as {@link #find}, and locks the ticket so that no one else changes it until the transaction ends.
     */
    static Answer<ClockedTicket> hold(Transaction tx, String reference) {
        return key(tx, reference)
                .then(
                        key -> {
                            tx.dao(TicketDao.class).lock(key.clientId(), key.ticketId());
                            return read(tx, key);
                        });
    }

    private static Answer<TicketDao.Key> key(Transaction tx, String reference) {
        List<TicketDao.Key> found = tx.dao(TicketDao.class).find(reference);
        if (found.isEmpty()) {
            return Answer.refused(TicketRefusals.unknown());
        }
        boolean isClear = found.size() == 1 || found.getFirst().ticketId().equals(reference);
        return isClear
                ? Answer.of(found.getFirst())
                : Answer.refused(TicketRefusals.unclear(found));
    }

    private static Answer<ClockedTicket> read(Transaction tx, TicketDao.Key key) {
        return tx.dao(TicketDao.class)
                .row(key.clientId(), key.ticketId())
                .<Answer<ClockedTicket>>map(row -> Answer.of(clocked(tx, row)))
                .orElseGet(() -> Answer.refused(TicketRefusals.unknown()));
    }

    static ClockedTicket clocked(Transaction tx, TicketDao.Row row) {
        return new ClockedTicket(
                row.ticket(),
                row.clock().of(row.ticket(), Calendars.of(tx, row.clock().calendarId())));
    }

    /** Writes the edit and returns the ticket as it is afterwards. */
    ClockedTicket write(Transaction tx, TicketEdit edit, Doing doing) {
        TicketDao dao = tx.dao(TicketDao.class);
        Ticket before = edit.before;
        Instant now = doing.now();
        StoredClock clock = edit.storedClock();
        dao.write(edit.state(), clock, now);
        timeline.record(tx, breaches(edit, clock, doing));
        TicketSource told = before.told();
        if (told != null && !edit.pushed.isEmpty()) {
            dao.push(
                    before.clientId(),
                    before.ticketId(),
                    told,
                    TypeId.next("outbox"),
                    Json.write(Map.of("fields", edit.pushed)),
                    now);
        }
        TicketDao.Row row = dao.row(before.clientId(), before.ticketId()).orElseThrow();
        return new ClockedTicket(row.ticket(), edit.clock);
    }

    /** Returns the breaches that have occurred since the ticket was stored and that have not been recorded yet. */
    private List<TimelineEvent> breaches(TicketEdit edit, StoredClock clock, Doing doing) {
        StoredClock before = edit.clockBefore;
        List<TimelineEvent> events = new ArrayList<>();
        Instant first = clock.firstResponseBreachedAt();
        if (first != null && before.firstResponseBreachedAt() == null) {
            events.add(breach(edit, first, TicketBreach.FIRST_RESPONSE, doing));
        }
        Instant resolution = clock.resolutionBreachedAt();
        if (resolution != null && before.resolutionBreachedAt() == null) {
            events.add(breach(edit, resolution, TicketBreach.RESOLUTION, doing));
        }
        return events;
    }

    private TimelineEvent breach(TicketEdit edit, Instant dueAt, String clock, Doing doing) {
        Late late =
                new Late(
                        edit.before.clientId(),
                        edit.before.ticketId(),
                        edit.before.priority(),
                        dueAt);
        return TicketBreach.event(timeline, late, clock, doing.now(), doing.source());
    }

    static void statusChanged(
            Transaction tx, Ticket ticket, TicketStatus from, TicketStatus to, Doing doing) {
        tx.dao(TicketDao.class)
                .changed(
                        ticket.clientId(),
                        ticket.ticketId(),
                        doing.now(),
                        TypeId.next("change"),
                        from,
                        to,
                        doing.actor().principal());
    }

    void tell(
            Transaction tx,
            Ticket ticket,
            String title,
            Map<String, Object> detail,
            Impact impact,
            Doing doing) {
        timeline.record(
                tx,
                new TimelineEvent(
                        ticket.clientId(),
                        doing.now(),
                        timeline.newId(),
                        EventType.SUPPORT,
                        title,
                        detail,
                        impact,
                        false,
                        doing.actor().principal(),
                        doing.source(),
                        ticket.ticketId()));
    }

    void finish(Transaction tx, Ticket ticket, String action, Doing doing) {
        answers.changed(tx, ticket.clientId());
        audit.record(
                tx, AuditEntry.done(doing, action, List.of(ticket.clientId(), ticket.ticketId())));
    }
}
