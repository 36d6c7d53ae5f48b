package io.os199.cs.support.routing;

import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;

import org.jspecify.annotations.Nullable;

/**
 * What is to be routed, and how.
 *
 * @param ticketId the only one, as it is stored; absent: all that the filters leave
 * @param balancesLoad whether room counts in the score
 * @param mostPerAgent beside what each agent takes at most
 * @param needsSkill whether a ticket rather stays than goes to somebody without its skill
 * @param mostAssignments of one call
 */
public record RoutingOrder(
        RoutingStrategy strategy,
        @Nullable String ticketId,
        @Nullable String team,
        @Nullable TicketPriority priority,
        @Nullable TicketCategory category,
        boolean balancesLoad,
        int mostPerAgent,
        boolean needsSkill,
        int mostAssignments) {}
