package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A change to an existing ticket. Absent components stay as they are.
 *
 * @param ticketId its id, or its id in the other system
 * @param version the version that the caller saw; absent to accept any
 * @param status the status to move to
 * @param agent id, name or address of an agent
 * @param tags tags that replace the old ones
 * @param resolutionText how it was solved
 * @param note a note to add to it
 * @param reason why it is escalated
 */
public record TicketChange(
        String ticketId,
        @Nullable Integer version,
        @Nullable TicketStatus status,
        @Nullable TicketPriority priority,
        @Nullable TicketCategory category,
        @Nullable String agent,
        @Nullable List<String> tags,
        @Nullable String resolutionText,
        @Nullable Note note,
        @Nullable String reason) {

    /**
     * A note on a ticket.
     *
     * @param isOfCustomer whether the customer wrote it; otherwise an agent did
     * @param isPublic whether the customer sees it
     */
    public record Note(boolean isOfCustomer, boolean isPublic, String contentText) {}
}
