package io.os199.cs.support.ticket;

import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketStatus;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Refusals that say why something cannot be done with a ticket, and what can be. */
final class TicketRefusals {
    private TicketRefusals() {}

    /** The state of a ticket, for a caller that tried a move not allowed from there or saw an older version. */
    record Standing(
            String ticketId, TicketStatus status, int version, List<TicketStatus> allowedNext) {
        static Standing of(Ticket ticket, Instant now) {
            return new Standing(
                    ticket.ticketId(), ticket.status(), ticket.version(), ticket.next(now));
        }
    }

    static Refusal unknown() {
        return Refusal.notFound("ticket_id", "There is no ticket with this ticket_id")
                .expected("the ticket_id of a ticket, or its id in the system it came from")
                .hint("Find it with action list and client_id");
    }

    /** Returns the refusal for an id that several tickets have in the systems they came from. */
    static Refusal unclear(List<TicketDao.Key> found) {
        return Refusal.invalid(
                "ticket_id",
                "several tickets have this id in the systems they came from",
                found.stream()
                        .map(TicketDao.Key::ticketId)
                        .collect(Collectors.joining(" or ", "", " or another's ticket_id")));
    }

    static Refusal stale(Ticket ticket, int version, Instant now) {
        return Refusal.stale("the ticket", version, ticket.version(), WireName.of(ticket.status()))
                .detail(Standing.of(ticket, now));
    }

    static Refusal notAllowed(Ticket ticket, TicketStatus from, TicketStatus to, Instant now) {
        if (ticket.next(now).isEmpty()) {
            return tooOld(ticket, now);
        }
        String names =
                from.next().stream()
                        .map(
                                each ->
                                        from.isDone() && each == TicketStatus.OPEN
                                                ? "open by reopen"
                                                : WireName.of(each))
                        .collect(Collectors.joining(", "));
        return Refusal.failedPrecondition(
                        "The ticket is %s, from which there is no way to %s; allowed is %s"
                                .formatted(WireName.of(from), WireName.of(to), names))
                .field("status")
                .expected(names)
                .detail(Standing.of(ticket, now));
    }

    static Refusal unsaid(Ticket ticket, Instant now) {
        return Refusal.failedPrecondition(
                        "Nobody has written to the customer yet, so there is nothing to wait for")
                .field("status")
                .expected("a public comment of an agent first: customer_visible_notes")
                .detail(Standing.of(ticket, now));
    }

    static Refusal tooOld(Ticket ticket, Instant now) {
        return Refusal.failedPrecondition(
                        "The ticket was closed on %s, more than 30 days ago, and is not reopened any more"
                                .formatted(ticket.closedAt()))
                .hint(
                        "Open another with action create and follow_up_of \"%s\""
                                .formatted(ticket.ticketId()))
                .detail(Standing.of(ticket, now));
    }

    static Refusal notRated(Ticket ticket, Instant now) {
        return Refusal.failedPrecondition(
                        "The ticket is %s; only what is resolved or closed is rated"
                                .formatted(WireName.of(ticket.status())))
                .detail(Standing.of(ticket, now));
    }

    static Refusal ratedLongAgo(Ticket ticket, Instant now) {
        return Refusal.failedPrecondition(
                        "The ticket was rated on %s, more than 30 days ago; that rating stays"
                                .formatted(ticket.satisfactionAt()))
                .detail(Standing.of(ticket, now));
    }
}
