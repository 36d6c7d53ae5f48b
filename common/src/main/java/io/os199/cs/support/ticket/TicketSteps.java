package io.os199.cs.support.ticket;

import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.Impact;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.model.TicketStatus;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * How a ticket moves from one status to another, and the moves that a message from either side causes, wherever it
 * was written.
 */
final class TicketSteps {
    private static final Duration REOPENED_BY_CUSTOMER_WITHIN = Duration.ofDays(7);

    private final TicketDesk desk;

    TicketSteps(TicketDesk desk) {
        this.desk = desk;
    }

    /**
     * Handles a message from the customer: it reopens a ticket that waits for one, or that was resolved within the
     * last week.
     */
    void asked(Transaction tx, TicketEdit edit, Doing doing) {
        Instant resolvedAt = edit.resolvedAt;
        boolean isBack =
                edit.status == TicketStatus.RESOLVED
                        && resolvedAt != null
                        && !doing.now().isAfter(resolvedAt.plus(REOPENED_BY_CUSTOMER_WITHIN));
        if (edit.status == TicketStatus.WAITING_ON_CUSTOMER || isBack) {
            go(tx, edit, TicketStatus.OPEN, doing);
        }
    }

    /**
     * Handles a message from an agent to the customer: it counts as an answer, and moves an open ticket to in
     * progress.
     */
    void answered(Transaction tx, TicketEdit edit, Doing doing) {
        edit.answered(doing.now());
        if (edit.status == TicketStatus.OPEN) {
            go(tx, edit, TicketStatus.IN_PROGRESS, doing);
        }
    }

    /** Moves the ticket to an allowed status and adjusts its clock. */
    void go(Transaction tx, TicketEdit edit, TicketStatus to, Doing doing) {
        Instant now = doing.now();
        TicketStatus from = edit.status;
        edit.status = to;
        edit.pushed.add("status");
        if (from.isDone() && !to.isDone()) {
            edit.resolvedAt = null;
            edit.closedAt = null;
            edit.reopenCount++;
            edit.clock(
                    clock ->
                            clock.reopened(
                                    now,
                                    Objects.requireNonNullElseGet(
                                            Tickets.promise(tx, edit), clock::promise)));
            desk.tell(
                    tx,
                    edit.before,
                    "Ticket reopened",
                    Map.of("reopen_count", edit.reopenCount),
                    Impact.NEGATIVE,
                    doing);
        } else if (to == TicketStatus.RESOLVED) {
            edit.resolvedAt = now;
            edit.clock(clock -> clock.resolved(now));
            desk.tell(
                    tx,
                    edit.before,
                    "Ticket resolved",
                    Map.of("priority", edit.priority),
                    Impact.POSITIVE,
                    doing);
        } else if (to == TicketStatus.CLOSED) {
            edit.closedAt = now;
        } else if (to == TicketStatus.WAITING_ON_CUSTOMER) {
            edit.clock(clock -> clock.paused(now));
        } else {
            edit.clock(clock -> clock.resumed(now));
        }
        TicketDesk.statusChanged(tx, edit.before, from, to, doing);
    }
}
