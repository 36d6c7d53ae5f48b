package io.os199.cs.integration.zendesk;

import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A ticket of Zendesk's in our words, whichever client it belongs to.
 *
 * @param ours the id of our ticket that it was made from
 * @param organization like {@code requester} and {@code assignee}, as far as Zendesk names them
 * @param team the group
 * @param deleted whether it was deleted in Zendesk
 */
record ZendeskTicket(
        String id,
        @Nullable String ours,
        ZendeskPeople.@Nullable Organization organization,
        ZendeskPeople.@Nullable User requester,
        ZendeskPeople.@Nullable User assignee,
        @Nullable String team,
        String subject,
        String descriptionText,
        TicketPriority priority,
        TicketCategory category,
        TicketStatus status,
        List<String> tags,
        Instant openedAt,
        Instant updatedAt,
        @Nullable Integer satisfaction,
        @Nullable String satisfactionCommentText,
        boolean deleted) {}
