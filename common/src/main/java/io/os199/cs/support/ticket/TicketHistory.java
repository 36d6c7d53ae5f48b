package io.os199.cs.support.ticket;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** What was said and done of one ticket, the newest first. */
public final class TicketHistory {
    private final TicketListDao dao;
    private final Ticket ticket;

    public TicketHistory(Transaction tx, Ticket ticket) {
        this.dao = tx.dao(TicketListDao.class);
        this.ticket = ticket;
    }

    /**
     * Something that was said.
     *
     * @param authorType {@code agent}, {@code customer} or {@code system}
     * @param isPublic whether the customer sees it
     * @param isUnsent whether the system in which the ticket is kept never took it
     * @param contentText may be a customer's words
     */
    public record Comment(
            String commentId,
            String authorType,
            @Nullable String authorName,
            boolean isPublic,
            boolean isUnsent,
            Instant at,
            String contentText) {}

    /** A move from one status to the next. */
    public record StatusChange(
            Instant at, @Nullable TicketStatus fromStatus, TicketStatus toStatus, String actor) {}

    /** At most {@code most} comments before one; from the newest without one. */
    public List<Comment> comments(@Nullable Instant at, @Nullable String commentId, int most) {
        return dao.comments(ticket.clientId(), ticket.ticketId(), at, commentId, most).stream()
                .map(
                        each ->
                                new Comment(
                                        each.commentId(),
                                        each.authorType(),
                                        each.authorName(),
                                        each.isPublic(),
                                        each.isUnsent(),
                                        each.at(),
                                        each.contentText()))
                .toList();
    }

    public long commentCount() {
        return dao.commentCount(ticket.clientId(), ticket.ticketId());
    }

    /** At most {@code most} of its status changes. */
    public List<StatusChange> statusChanges(int most) {
        return dao.statusChanges(ticket.clientId(), ticket.ticketId(), most).stream()
                .map(
                        each ->
                                new StatusChange(
                                        each.at(),
                                        each.fromStatus(),
                                        each.toStatus(),
                                        each.actor()))
                .toList();
    }
}
