package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A ticket as it is stored, without its clock.
 *
 * @param renewalDate the next one of the client, may lie in the past
 * @param team that is to solve it
 * @param satisfaction from 1 to 5
 * @param escalatedAt the first time
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

    /** Where it may go at {@code now}: as its status says, but from closed only for 30 days. */
    public List<TicketStatus> next(Instant now) {
        boolean isTooOld =
                status == TicketStatus.CLOSED
                        && closedAt != null
                        && now.isAfter(closedAt.plus(REOPENED_WITHIN));
        return isTooOld ? List.of() : status.next();
    }

    /** The system that is told of it: its own, or the one that has been told of a ticket of ours; absent for none. */
    public @Nullable TicketSource told() {
        if (source.isMirrored()) {
            return source;
        }
        boolean isShared =
                switch (syncState) {
                    case PENDING, SYNCED -> true;
                    // It is there, whatever of it was not taken.
                    case FAILED -> externalId != null;
                    case LOCAL -> false;
                };
        return isShared ? TicketSource.ZENDESK : null;
    }
}
