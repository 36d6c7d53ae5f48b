package io.os199.cs.support.ticket;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** The comments and status changes of one ticket, the newest first. */
public final class TicketHistory {
    private final TicketListDao dao;
    private final Ticket ticket;

    public TicketHistory(Transaction tx, Ticket ticket) {
        this.dao = tx.dao(TicketListDao.class);
        this.ticket = ticket;
    }

    /**
     * A comment.
     *
     * @param authorType {@code agent}, {@code customer} or {@code system}
     * @param isPublic whether the customer sees it
     * @param isUnsent whether it never reached the system in which the ticket is kept
     * @param contentText may contain a customer's words
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

    /** Returns at most {@code most} comments before the given one, or from the newest if none is given. */
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

    /** Returns at most {@code most} of its status changes. */
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
