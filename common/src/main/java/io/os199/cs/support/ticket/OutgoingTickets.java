package io.os199.cs.support.ticket;

import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.model.SyncState;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.model.TicketStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tickets in the form reported to another system, and that system's responses. */
public final class OutgoingTickets {
    private OutgoingTickets() {}

    /**
     * A ticket to report.
     *
     * @param remoteUpdatedAt the time of its last update as the other system last stated it
     * @param agentId the ticket's agent; {@code remoteAgentId} is the other system's id of that agent, where it has
     *     one
     */
    public record Outgoing(
            TicketSource source,
            @Nullable String externalId,
            String subject,
            String descriptionText,
            TicketStatus status,
            TicketPriority priority,
            List<String> tags,
            @Nullable String requesterEmail,
            @Nullable String requesterName,
            @Nullable Instant remoteUpdatedAt,
            @Nullable String agentId,
            @Nullable String remoteAgentId) {
        public Outgoing {
            tags = List.copyOf(tags);
        }
    }

    /** A comment to report. */
    public record Comment(
            String commentId, boolean isOfCustomer, boolean isPublic, String contentText) {}

    /** Returns the ticket as it is now; empty if it no longer exists. */
    public static Optional<Outgoing> find(
            Transaction tx, TicketSource system, String clientId, String ticketId) {
        return tx.dao(OutgoingTicketDao.class).find(system, clientId, ticketId);
    }

    /** Returns the comment written with a change, if there is one and the other system does not have it. */
    public static Optional<Comment> comment(
            Transaction tx, String clientId, String ticketId, Instant at) {
        return tx.dao(OutgoingTicketDao.class).comment(clientId, ticketId, StoredTime.of(at));
    }

    /**
     * Returns which of the comments that the other system has are ours: a comment that we read from there has the
     * other system's time, one written here has our time.
     *
     * @param said the comments' times in the other system, by that system's ids
     */
    public static Set<String> ours(
            Transaction tx, String clientId, String ticketId, Map<String, Instant> said) {
        return tx
                .dao(OutgoingTicketDao.class)
                .told(clientId, ticketId, said.keySet().toArray(String[]::new))
                .stream()
                .filter(each -> !each.at().equals(said.get(each.externalId())))
                .map(OutgoingTicketDao.Told::externalId)
                .collect(Collectors.toSet());
    }

    /**
     * Records that a change could not be reported to the other system. The ticket then differs from the one there,
     * whose next report counts, unless more changes of the ticket are waiting.
     */
    public static void untold(
            Transaction tx, String clientId, String ticketId, String itemId, Instant now) {
        end(tx, clientId, ticketId, itemId, SyncState.FAILED, null, now);
    }

    /**
     * Records that the other system has accepted a change, and when. The ticket then matches the one there, unless
     * more changes of it are waiting.
     *
     * @param itemId the id of the change
     */
    public static void taken(
            Transaction tx,
            String clientId,
            String ticketId,
            String itemId,
            @Nullable Instant remoteUpdatedAt,
            Instant now) {
        end(tx, clientId, ticketId, itemId, SyncState.SYNCED, remoteUpdatedAt, now);
    }

    private static void end(
            Transaction tx,
            String clientId,
            String ticketId,
            String itemId,
            SyncState state,
            @Nullable Instant remoteUpdatedAt,
            Instant now) {
        OutgoingTicketDao dao = tx.dao(OutgoingTicketDao.class);
        dao.lock(clientId, ticketId);
        dao.taken(
                clientId,
                ticketId,
                dao.waits(clientId, ticketId, itemId) ? SyncState.PENDING : state,
                remoteUpdatedAt,
                now);
    }
}
