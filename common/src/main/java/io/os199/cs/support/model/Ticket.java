package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A ticket as stored, without its clock.
 *
 * @param renewalDate the client's next renewal, which may lie in the past
 * @param team the team that is to solve it
 * @param satisfaction from 1 to 5
 * @param escalatedAt when it was first escalated
 */
public record Ticket(
        String clientId,
        String clientName,
        @Nullable LocalDate renewalDate,
        String ticketId,
        @Nullable String externalId,
        TicketSource source,
        String subject,
        String descriptionText,
        TicketPriority priority,
        TicketCategory category,
        TicketStatus status,
        @Nullable String requesterEmail,
        @Nullable String contactId,
        @Nullable String agentId,
        @Nullable String agentName,
        @Nullable String team,
        List<String> tags,
        Instant openedAt,
        @Nullable Instant assignedAt,
        @Nullable Instant firstResponseAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt,
        @Nullable String resolutionText,
        @Nullable Integer satisfaction,
        @Nullable Instant satisfactionAt,
        @Nullable String satisfactionCommentText,
        @Nullable Instant escalatedAt,
        @Nullable String escalationReason,
        int reopenCount,
        @Nullable String followUpOf,
        SyncState syncState,
        int version) {

    private static final Duration REOPENED_WITHIN = Duration.ofDays(30);

    public Ticket {
        tags = List.copyOf(tags);
    }

    /**
     * Returns when its resolution's clock was satisfied: when it was resolved or, in a ticket of a file that does not
     * say so, closed.
     */
    public @Nullable Instant doneAt() {
        return resolvedAt == null ? closedAt : resolvedAt;
    }

    /**
     * Returns the statuses that it may move to at {@code now}: those that its status allows, but from closed only
     * within 30 days.
     */
    public List<TicketStatus> next(Instant now) {
        boolean isTooOld =
                status == TicketStatus.CLOSED
                        && closedAt != null
                        && now.isAfter(closedAt.plus(REOPENED_WITHIN));
        return isTooOld ? List.of() : status.next();
    }

    /**
     * Returns the system that changes are reported to: the ticket's own system or, for one of our tickets, the system
     * that it has been reported to; absent for none.
     */
    public @Nullable TicketSource told() {
        if (source.isMirrored()) {
            return source;
        }
        boolean isShared =
                switch (syncState) {
                    case PENDING, SYNCED -> true;
                    // It exists there, even if some changes were not accepted.
                    case FAILED -> externalId != null;
                    case LOCAL -> false;
                };
        return isShared ? TicketSource.ZENDESK : null;
    }
}
