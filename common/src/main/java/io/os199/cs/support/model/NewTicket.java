package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A ticket to open.
 *
 * @param agent id, name or address of who is to solve it; absent: whoever it is given to
 * @param followUpOf the ticket that it goes on with, of the same client
 */
public record NewTicket(
        String clientId,
        String subject,
        String descriptionText,
        TicketPriority priority,
        TicketCategory category,
        @Nullable String requesterEmail,
        @Nullable String agent,
        List<String> tags,
        @Nullable String followUpOf) {

    public NewTicket {
        tags = List.copyOf(tags);
    }
}
