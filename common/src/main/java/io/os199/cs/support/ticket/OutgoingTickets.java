package io.os199.cs.support.ticket;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.model.SyncState;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.model.TicketStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tickets as another system is told of them, and what it said to that. */
public final class OutgoingTickets {
    private OutgoingTickets() {}

    /**
     * A ticket to be told.
     *
     * @param remoteUpdatedAt as the other system said last
     * @param agentId and the other system's id of that agent, where it has one
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

    /** A comment to be told. */
    public record Comment(
            String commentId, boolean isOfCustomer, boolean isPublic, String contentText) {}

    /** The ticket as it is now; empty where there is none any more. */
    public static Optional<Outgoing> find(
            Transaction tx, TicketSource system, String clientId, String ticketId) {
        return tx.dao(OutgoingTicketDao.class).find(system, clientId, ticketId);
    }

    /** The comment that was written with a change, if any, and that the other system does not have. */
    public static Optional<Comment> comment(
            Transaction tx, String clientId, String ticketId, Instant at) {
        return tx.dao(OutgoingTicketDao.class)
                .comment(clientId, ticketId, at.truncatedTo(ChronoUnit.MICROS));
    }

    /**
     * Which of the other system's comments are ours, of those that it says it has: what we read of them before has their time, what was
     * written here ours.
     *
     * @param said when, by the other system's ids
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

    /** The other system cannot be told a change. The ticket is not as it is there and its next word counts, unless more of it waits. */
    public static void untold(
            Transaction tx, String clientId, String ticketId, String itemId, Instant now) {
        end(tx, clientId, ticketId, itemId, SyncState.FAILED, null, now);
    }

    /**
     * The other system has taken a change, and says when that was. The ticket is as it is there, unless more of it waits.
     *
     * @param itemId of the change
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
