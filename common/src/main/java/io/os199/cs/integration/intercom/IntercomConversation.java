package io.os199.cs.integration.intercom;

import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.ticket.RemoteTickets.Author;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A conversation as a ticket, before its client is known.
 *
 * @param contactId the first person who asked; absent where nobody did
 * @param adminId the admin who works on it
 * @param isCustomers whether the customer began it
 * @param rating 1 to 5
 * @param changes the changes of its status, the oldest first
 */
record IntercomConversation(
        String id,
        String subject,
        String description,
        TicketPriority priority,
        TicketStatus status,
        @Nullable String contactId,
        @Nullable String authorEmail,
        @Nullable String authorName,
        @Nullable String adminId,
        @Nullable String teamId,
        List<String> tags,
        boolean isCustomers,
        Instant openedAt,
        Instant updatedAt,
        @Nullable Integer rating,
        @Nullable String remark,
        List<Said> said,
        List<Change> changes) {
    IntercomConversation {
        tags = List.copyOf(tags);
        said = List.copyOf(said);
        changes = List.copyOf(changes);
    }

    /** Something that was said. */
    record Said(
            String id,
            Author author,
            @Nullable String authorId,
            @Nullable String email,
            boolean isPublic,
            String text,
            Instant at) {}

    /** A change of status; the first is from open. */
    record Change(String id, TicketStatus from, TicketStatus to, Instant at) {}
}
