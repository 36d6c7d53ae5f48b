package io.os199.cs.support.routing;

import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;

import org.jspecify.annotations.Nullable;

/**
 * What to route, and how.
 *
 * @param ticketId the only ticket, by its stored id; absent for all that pass the filters
 * @param balancesLoad whether free capacity counts in the score
 * @param mostPerAgent a limit in addition to each agent's own
 * @param needsSkill whether a ticket stays unassigned rather than going to an agent without the skill
 * @param mostAssignments the limit for one call
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
