package io.os199.cs.api.tools.support;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.routing.Routing;
import io.os199.cs.support.routing.RoutingOrder;
import io.os199.cs.support.routing.RoutingReport;
import io.os199.cs.support.routing.RoutingStrategy;
import io.os199.cs.support.ticket.SupportTeams;
import io.os199.cs.support.ticket.Tickets;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Assigns waiting tickets to agents by skill, load and promised response. */
@ToolInfo(
        name = "route_tickets",
        title = "Ticket routing",
        description =
                "Gives waiting tickets to agents by skill, load and SLA risk, or moves them;"
                        + " dry_run shows the plan. One ticket's content: handle_support_ticket.",
        effect = Effect.WRITE,
        scope = Scope.CS_WRITE,
        deadlineSeconds = 30,
        idempotent = false)
public final class RouteTickets implements Tool<RouteTickets.Input, RoutingAnswer> {
    /** The parameters of the call. */
    public record Input(
            @Default(value = "auto", listed = false) RoutingStrategy routingStrategy,
            @Nullable @Size(min = 1, max = 200) String ticketId,
            @Nullable @Size(min = 1, max = 254) String agentId,
            @Nullable @Size(min = 1, max = 80) String teamFilter,
            @Nullable TicketPriority priorityFilter,
            @Nullable TicketCategory categoryFilter,
            @Default(value = "true", listed = false) boolean loadBalance,
            @Default(value = "10", listed = false) @Min(1) @Max(100) int maxTicketsPerAgent,
            @Default(value = "false", listed = false) boolean requireSkill,
            @Default(value = "50", listed = false) @Min(1) @Max(200) int maxAssignments,
            @Default(value = "false", listed = false) boolean dryRun,
            @Nullable @Size(min = 1, max = 100) String idempotencyKey) {

        boolean isManual() {
            return routingStrategy == RoutingStrategy.MANUAL;
        }

        private RoutingOrder toOrder(@Nullable String storedId) {
            return new RoutingOrder(
                    routingStrategy,
                    storedId,
                    teamFilter,
                    priorityFilter,
                    categoryFilter,
                    loadBalance,
                    maxTicketsPerAgent,
                    requireSkill,
                    maxAssignments);
        }
    }

    private final Database database;
    private final Routing routing;

    RouteTickets(Database database, Routing routing) {
        this.database = database;
        this.routing = routing;
    }

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        RoutingStrategy strategy = input.routingStrategy();
        if (input.isManual() && input.ticketId() == null && !unread.contains("ticket_id")) {
            faults.add(
                    new Fault(
                            "ticket_id",
                            "manual routes one ticket; it has no ticket_id",
                            "the ticket_id of an unsolved ticket"));
        }
        if (!input.isManual() && input.agentId() != null) {
            faults.add(
                    new Fault(
                            "agent_id",
                            "only manual gives a ticket to an agent who is named",
                            "absent, or routing_strategy manual"));
        }
        boolean takesOne = input.isManual() || strategy == RoutingStrategy.AUTO;
        if (!takesOne && input.ticketId() != null) {
            faults.add(
                    new Fault(
                            "ticket_id",
                            "only auto and manual route one ticket",
                            "absent, or routing_strategy auto or manual"));
        }
        return faults;
    }

    @Override
    public Answer<RoutingAnswer> call(Input input, Call call) {
        if (input.isManual() && input.agentId() == null) {
            return database.rehearse(
                    tx ->
                            order(tx, input)
                                    .then(order -> routing.options(tx, order, call.now()))
                                    .map(report -> answer(report, input, call)));
        }
        return input.dryRun()
                ? database.rehearse(tx -> routed(tx, input, call))
                : call.write(RoutingAnswer.class, tx -> routed(tx, input, call));
    }

    private Answer<RoutingAnswer> routed(Transaction tx, Input input, Call call) {
        return order(tx, input)
                .then(order -> report(tx, input, order, call))
                .map(report -> answer(report, input, call));
    }

    private Answer<RoutingReport> report(
            Transaction tx, Input input, RoutingOrder order, Call call) {
        return input.isManual()
                ? Tickets.agent(tx, "agent_id", Objects.requireNonNull(input.agentId()))
                        .then(agentId -> routing.assign(tx, order, agentId, call.doing()))
                : Answer.of(routing.route(tx, order, call.doing()));
    }

    /** The order with the ticket's own id, whichever id was sent, and for an existing team. */
    private static Answer<RoutingOrder> order(Transaction tx, Input input) {
        String team = input.teamFilter();
        return team == null
                ? ofTicket(tx, input)
                : SupportTeams.find(tx, "team_filter", team).then(found -> ofTicket(tx, input));
    }

    private static Answer<RoutingOrder> ofTicket(Transaction tx, Input input) {
        String ticketId = input.ticketId();
        return ticketId == null
                ? Answer.of(input.toOrder(null))
                : Tickets.find(tx, ticketId)
                        .then(found -> Routing.routable(found.ticket(), input.routingStrategy()))
                        .map(ticket -> input.toOrder(ticket.ticketId()));
    }

    private static RoutingAnswer answer(RoutingReport report, Input input, Call call) {
        return RoutingAnswer.of(report, input.dryRun(), call.now());
    }
}
