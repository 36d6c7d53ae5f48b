package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What somebody does with a ticket that is there. What is absent stays.
 *
 * @param ticketId its id, or the one it has in its other system
 * @param version that the caller saw; absent where any will do
 * @param status to go to
 * @param agent id, name or address of an agent
 * @param tags in place of the old ones
 * @param resolutionText how it was solved
 * @param note to write on it
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
     * Something that was said.
     *
     * @param isOfCustomer whether the customer said it, else an agent
     * @param isPublic whether the customer sees it
     */
    public record Note(boolean isOfCustomer, boolean isPublic, String contentText) {}
}
