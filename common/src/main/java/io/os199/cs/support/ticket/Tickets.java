package io.os199.cs.support.ticket;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.Impact;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.support.Escalations;
import io.os199.cs.support.model.NewTicket;
import io.os199.cs.support.model.SlaPromise;
import io.os199.cs.support.model.StoredClock;
import io.os199.cs.support.model.Teams;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketChange;
import io.os199.cs.support.model.TicketClock;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.ticket.TicketDao.TicketText;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The only way to open tickets and act on them, for every caller: it writes the ticket with its clock, comments,
 * status changes and escalation, the reports to the system it is kept in, the timeline, the audit log and the
 * client's stored answers, in the caller's transaction.
 */
public final class Tickets {
    private static final Duration ALIKE_WITHIN = Duration.ofHours(24);

    private final Teams teams;
    private final TicketDesk desk;
    private final TicketMoves moves;
    private final Touchpoints touchpoints;
    private final @Nullable TicketSource told;

    /** Creates the instance for a deployment that reports its own tickets to no other system. */
    public Tickets(
            Teams teams,
            Escalations escalations,
            Touchpoints touchpoints,
            Timeline timeline,
            AuditLog audit,
            ClientAnswers answers) {
        this(teams, escalations, touchpoints, timeline, audit, answers, null);
    }

    /** @param told the system to which tickets opened here are reported; absent for none */
    public Tickets(
            Teams teams,
            Escalations escalations,
            Touchpoints touchpoints,
            Timeline timeline,
            AuditLog audit,
            ClientAnswers answers,
            @Nullable TicketSource told) {
        this.teams = teams;
        this.desk = new TicketDesk(timeline, audit, answers);
        this.moves = new TicketMoves(teams, desk, escalations);
        this.touchpoints = touchpoints;
        this.told = told;
    }

    /**
     * A ticket that was opened.
     *
     * @param alike unsolved tickets of the same person with the same subject from the last day
     */
    public record Opened(ClockedTicket ticket, List<String> alike) {}

    /**
     * The result of an action on a ticket.
     *
     * @param followUp the ticket opened by a customer's comment on a closed ticket
     */
    public record Worked(ClockedTicket ticket, @Nullable ClockedTicket followUp) {
        static Worked of(ClockedTicket ticket) {
            return new Worked(ticket, null);
        }
    }

    /**
     * Opens a ticket of an existing client; its clock starts at once, with the promise for the client's tier.
     */
    public Answer<Opened> open(Transaction tx, NewTicket order, Doing doing) {
        String ticketId = TypeId.next("ticket");
        String agent = order.agent();
        String earlier = order.followUpOf();
        return (earlier == null ? Answer.of(true) : ofSameClient(tx, order.clientId(), earlier))
                .then(
                        followed ->
                                agent == null
                                        ? Answer.of(opened(tx, order, ticketId, null, doing))
                                        : Assignees.taking(tx, agent, ticketId)
                                                .map(
                                                        agentId ->
                                                                opened(
                                                                        tx, order, ticketId,
                                                                        agentId, doing)));
    }

    private static Answer<Boolean> ofSameClient(Transaction tx, String clientId, String earlier) {
        return tx.dao(TicketDao.class).row(clientId, earlier).isPresent()
                ? Answer.of(true)
                : Answer.refused(TicketRefusals.unknown().field("follow_up_of"));
    }

    private Opened opened(
            Transaction tx,
            NewTicket order,
            String ticketId,
            @Nullable String agentId,
            Doing doing) {
        TicketDao dao = tx.dao(TicketDao.class);
        Instant now = doing.now();
        TicketClock clock =
                Promises.of(tx, order.priority(), order.clientId())
                        .map(promise -> TicketClock.opened(now, promise))
                        .orElse(null);
        String email = order.requesterEmail();
        List<String> alike =
                email == null
                        ? List.of()
                        : dao.alike(
                                order.clientId(), email, order.subject(), now.minus(ALIKE_WITHIN));
        dao.insert(
                order.clientId(),
                ticketId,
                new TicketText(
                        order.subject(),
                        order.descriptionText(),
                        order.priority(),
                        order.category(),
                        email,
                        agentId,
                        teams.of(order.category(), order.priority()),
                        order.tags(),
                        order.followUpOf()),
                clock == null ? StoredClock.NONE : StoredClock.of(clock),
                now);
        dao.changed(
                order.clientId(),
                ticketId,
                now,
                TypeId.next("change"),
                null,
                TicketStatus.OPEN,
                doing.actor().principal());
        if (told != null) {
            dao.pushNew(order.clientId(), ticketId, told, TypeId.next("outbox"), now);
        }
        Ticket stored = dao.row(order.clientId(), ticketId).orElseThrow().ticket();
        touchpoints.engaged(tx, order.clientId(), now);
        desk.tell(
                tx,
                stored,
                "Ticket opened",
                Map.of("priority", order.priority(), "category", order.category()),
                stored.priority().isUrgent() ? Impact.NEGATIVE : Impact.NEUTRAL,
                doing);
        desk.finish(tx, stored, "create ticket", doing);
        return new Opened(new ClockedTicket(stored, clock), alike);
    }

    /** Returns the system to which tickets opened here are reported; absent for none. */
    public @Nullable TicketSource told() {
        return told;
    }

    /** Returns the id of the agent whose id, name or address a field of the call contains. */
    public static Answer<String> agent(Transaction tx, String field, String agent) {
        return Assignees.find(tx, field, agent);
    }

    /** Returns the ticket with that id, or with that id in the system it came from. */
    public static Answer<ClockedTicket> find(Transaction tx, String reference) {
        return TicketDesk.find(tx, reference);
    }

    /** Updates a ticket: its priority, category, agent, tags, a working status, or a note on it. */
    public Answer<Worked> update(Transaction tx, TicketChange change, Doing doing) {
        return held(tx, change, doing.now())
                .then(ticket -> moves.update(tx, ticket, change, doing))
                .map(Worked::of);
    }

    /** Resolves a ticket; a note may be added. */
    public Answer<Worked> resolve(Transaction tx, TicketChange change, Doing doing) {
        return held(tx, change, doing.now())
                .then(ticket -> moves.resolve(tx, ticket, change, doing))
                .map(Worked::of);
    }

    /** Closes a ticket that has been resolved. */
    public Answer<Worked> close(Transaction tx, TicketChange change, Doing doing) {
        return held(tx, change, doing.now())
                .then(ticket -> moves.close(tx, ticket, doing))
                .map(Worked::of);
    }

    /** Reopens a ticket, within 30 days after it was closed. */
    public Answer<Worked> reopen(Transaction tx, TicketChange change, Doing doing) {
        return held(tx, change, doing.now())
                .then(ticket -> moves.reopen(tx, ticket, doing))
                .map(Worked::of);
    }

    /**
     * Escalates a ticket: raises its priority one step, gives it to the escalation team and, if it has no unsolved
     * escalation, opens one for the client.
     */
    public Answer<Worked> escalate(Transaction tx, TicketChange change, Doing doing) {
        return held(tx, change, doing.now())
                .then(
                        ticket ->
                                moves.escalate(
                                        tx, ticket, Objects.requireNonNull(change.reason()), doing))
                .map(Worked::of);
    }

    /**
     * Adds a comment to a ticket. A customer's comment reopens a ticket resolved within the last week, and opens a
     * follow-up to a closed one.
     */
    public Answer<Worked> comment(Transaction tx, TicketChange change, Doing doing) {
        TicketChange.Note note = Objects.requireNonNull(change.note());
        return held(tx, change, doing.now())
                .then(
                        ticket ->
                                note.isOfCustomer()
                                                && ticket.ticket().status() == TicketStatus.CLOSED
                                        ? followUp(tx, ticket, note, doing)
                                        : moves.comment(tx, ticket, change, doing)
                                                .map(
                                                        commented ->
                                                                said(
                                                                        tx,
                                                                        commented,
                                                                        note,
                                                                        doing.now())));
    }

    private Worked said(
            Transaction tx, ClockedTicket commented, TicketChange.Note note, Instant now) {
        if (note.isOfCustomer()) {
            touchpoints.engaged(tx, commented.ticket().clientId(), now);
        }
        return Worked.of(commented);
    }

    private Answer<Worked> followUp(
            Transaction tx, ClockedTicket closed, TicketChange.Note note, Doing doing) {
        Ticket ticket = closed.ticket();
        NewTicket order =
                new NewTicket(
                        ticket.clientId(),
                        ticket.subject(),
                        note.contentText(),
                        ticket.priority(),
                        ticket.category(),
                        ticket.requesterEmail(),
                        null,
                        ticket.tags(),
                        ticket.ticketId());
        return open(tx, order, doing).map(opened -> new Worked(closed, opened.ticket()));
    }

    /** Records how satisfied the customer is with the solution, from 1 to 5. */
    public Answer<Worked> rate(
            Transaction tx,
            String ticketId,
            int satisfaction,
            @Nullable String commentText,
            Doing doing) {
        return TicketDesk.hold(tx, ticketId)
                .then(ticket -> moves.rate(tx, ticket, satisfaction, commentText, doing))
                .map(Worked::of);
    }

    /** Locks the ticket and returns it if it is at the version that the caller saw. */
    private static Answer<ClockedTicket> held(Transaction tx, TicketChange change, Instant now) {
        Integer version = change.version();
        Function<ClockedTicket, Answer<ClockedTicket>> asSeen =
                held ->
                        version == null || version == held.ticket().version()
                                ? Answer.of(held)
                                : Answer.refused(TicketRefusals.stale(held.ticket(), version, now));
        return TicketDesk.hold(tx, change.ticketId()).then(asSeen);
    }

    /** Returns what is promised for a ticket now. */
    static @Nullable SlaPromise promise(Transaction tx, TicketEdit edit) {
        return Promises.of(tx, edit.priority, edit.before.clientId()).orElse(null);
    }
}
