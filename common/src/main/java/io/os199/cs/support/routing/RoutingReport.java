package io.os199.cs.support.routing;

import io.os199.cs.support.model.ClockState;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Which tickets were given to whom, and the state of the queue afterwards.
 *
 * @param options for one ticket that has not been assigned yet: the agents who can take it, the best first
 */
public record RoutingReport(
        List<Assignment> assignments,
        List<Unassigned> unassigned,
        List<Queued> queue,
        List<Utilization> agents,
        List<Option> options) {

    /** A ticket with its new agent. */
    public record Assignment(
            String ticketId,
            String clientId,
            String agentId,
            String agentName,
            String team,
            @Nullable String fromAgentId,
            Score score,
            double urgency) {}

    /** A ticket that stays as it is. */
    public record Unassigned(String ticketId, LeftReason reason) {}

    /** Unsolved tickets of a kind; {@code state} is at_risk, breached or absent. */
    public record Queued(
            TicketPriority priority,
            TicketCategory category,
            boolean assigned,
            @Nullable ClockState state,
            long ticketCount) {}

    /** An agent after the call. */
    public record Utilization(
            String agentId, String name, String team, double load, int capacity, int atRiskCount) {}

    /** An agent who can take a ticket. */
    public record Option(String agentId, String name, double load, int capacity, Score score) {}
}
