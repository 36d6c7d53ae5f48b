package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A ticket to open.
 *
 * @param agent id, name or address of the agent who is to solve it; absent if it is to be assigned later
 * @param followUpOf the earlier ticket of the same client that it follows up on
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
