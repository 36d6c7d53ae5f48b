package io.os199.cs.support.routing;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.model.Teams;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.routing.RoutingDao.AgentRow;
import io.os199.cs.support.routing.RoutingPlan.Given;
import io.os199.cs.support.routing.RoutingReport.Assignment;
import io.os199.cs.support.routing.RoutingReport.Option;
import io.os199.cs.support.routing.RoutingReport.Queued;
import io.os199.cs.support.routing.RoutingReport.Unassigned;
import io.os199.cs.support.routing.RoutingReport.Utilization;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The only way to give tickets to agents by rule. Routers of the same agents run one after another: loads are counted
 * once the agents are locked, so no agent is filled beyond capacity, and no ticket is given out twice.
 */
public final class Routing {
    private static final int MOST_OPTIONS = 20;

    private final Teams teams;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public Routing(Teams teams, Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.teams = teams;
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /** Gives out tickets by any strategy except {@code manual}, in the caller's transaction. */
    public RoutingReport route(Transaction tx, RoutingOrder order, Doing doing) {
        Instant now = doing.now();
        RoutingDao dao = tx.dao(RoutingDao.class);
        String team = held(order);
        dao.lockAgents(team);
        List<Desk> desks = desks(dao, order, team, now);
        RoutingPlan plan = new RoutingPlan(desks, teams, order, now);
        List<Waiting> tickets = new WaitingTickets(tx, teams, now).of(order);
        if (order.strategy() == RoutingStrategy.REBALANCE) {
            plan.rebalance(tickets);
        } else {
            plan.assign(tickets);
        }
        return written(tx, order, plan, desks, doing);
    }

    /** Returns the team whose agents are locked; null, for all agents, for escalations or without a team. */
    private static @Nullable String held(RoutingOrder order) {
        return order.strategy() == RoutingStrategy.ESCALATION ? null : order.team();
    }

    /**
     * Gives one ticket to the named agent, even without the skill for it, but never beyond the agent's capacity.
     *
     * @param order an order with the ticket's id
     */
    public Answer<RoutingReport> assign(
            Transaction tx, RoutingOrder order, String agentId, Doing doing) {
        Instant now = doing.now();
        RoutingDao dao = tx.dao(RoutingDao.class);
        dao.lockAgents(null);
        List<Desk> desks = desks(dao, order, null, now);
        RoutingPlan plan = new RoutingPlan(desks, teams, order, now);
        return ticket(tx, order, now)
                .then(
                        ticket ->
                                desk(desks, plan, ticket, agentId)
                                        .map(
                                                desk -> {
                                                    if (!agentId.equals(ticket.agentId())) {
                                                        plan.give(ticket, desk);
                                                    }
                                                    return written(tx, order, plan, desks, doing);
                                                }));
    }

    /** Returns the agents who can take one ticket, the best first; nothing is written. */
    public Answer<RoutingReport> options(Transaction tx, RoutingOrder order, Instant now) {
        RoutingDao dao = tx.dao(RoutingDao.class);
        List<Desk> desks = desks(dao, order, null, now);
        RoutingPlan plan = new RoutingPlan(desks, teams, order, now);
        return ticket(tx, order, now)
                .map(
                        ticket ->
                                new RoutingReport(
                                        List.of(),
                                        List.of(),
                                        queue(dao, order, now),
                                        utilization(desks),
                                        plan.options(ticket).stream()
                                                .limit(MOST_OPTIONS)
                                                .map(desk -> option(plan, desk, ticket))
                                                .toList()));
    }

    private static Option option(RoutingPlan plan, Desk desk, Waiting ticket) {
        return new Option(
                desk.agentId, desk.name, desk.load(), desk.capacity, plan.score(desk, ticket));
    }

    /**
     * Returns the ticket if it can be given to an agent: it must be unsolved and, for any strategy except {@code
     * manual}, have no agent.
     */
    public static Answer<Ticket> routable(Ticket ticket, RoutingStrategy strategy) {
        if (ticket.status().isDone()) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "The ticket is %s; only what is unsolved is given to an agent"
                                            .formatted(WireName.of(ticket.status())))
                            .field("ticket_id")
                            .hint("Reopen it first with handle_support_ticket"));
        }
        return ticket.agentId() == null || strategy == RoutingStrategy.MANUAL
                ? Answer.of(ticket)
                : Answer.refused(
                        Refusal.failedPrecondition(
                                        "The ticket is with %s already".formatted(ticket.agentId()))
                                .field("ticket_id")
                                .hint(
                                        "Give it to another with routing_strategy manual and"
                                                + " agent_id"));
    }

    private Answer<Waiting> ticket(Transaction tx, RoutingOrder order, Instant now) {
        return new WaitingTickets(tx, teams, now)
                .of(order).stream()
                        .findFirst()
                        .<Answer<Waiting>>map(Answer::of)
                        .orElseGet(() -> Answer.refused(held()));
    }

    private static Refusal held() {
        return Refusal.conflict("somebody else changes the ticket at this moment")
                .field("ticket_id")
                .hint("Call again");
    }

    private static Answer<Desk> desk(
            List<Desk> desks, RoutingPlan plan, Waiting ticket, String agentId) {
        Desk desk =
                desks.stream()
                        .filter(each -> each.agentId.equals(agentId))
                        .findFirst()
                        .orElse(null);
        if (desk == null) {
            return Answer.refused(
                    Refusal.failedPrecondition("The agent is not active, or not available")
                            .field("agent_id")
                            .expected("an agent who takes tickets"));
        }
        boolean hasIt = agentId.equals(ticket.agentId());
        return desk.hasRoom() || hasIt
                ? Answer.of(desk)
                : Answer.refused(
                        Refusal.failedPrecondition(
                                        "%s has a load of %s of %d"
                                                .formatted(
                                                        desk.name,
                                                        shown(desk.load()),
                                                        desk.capacity))
                                .field("agent_id")
                                .expected("an agent with room")
                                .detail(
                                        new Full(
                                                desk.load(),
                                                desk.capacity,
                                                plan.options(ticket).stream()
                                                        .limit(3)
                                                        .map(each -> option(plan, each, ticket))
                                                        .toList())));
    }

    /** An agent without free capacity, and agents who have some. */
    public record Full(double load, int capacity, List<Option> nextBest) {}

    private static String shown(double load) {
        return load == Math.rint(load) ? Long.toString(Math.round(load)) : Double.toString(load);
    }

    private static List<Desk> desks(
            RoutingDao dao, RoutingOrder order, @Nullable String team, Instant now) {
        return dao.agents(team, now).stream()
                .filter(AgentRow::open)
                .map(
                        row ->
                                new Desk(
                                        row.agentId(),
                                        UntrustedText.name(row.name()),
                                        row.team(),
                                        row.senior(),
                                        row.skills(),
                                        row.knownClients(),
                                        Math.min(order.mostPerAgent(), row.maxOpenTickets()),
                                        row.load(),
                                        row.unsolvedCount(),
                                        row.lateCount(),
                                        row.lastAssignedAt()))
                .toList();
    }

    /** A ticket of the plan, in the form in which it is written. */
    private record Change(
            String clientId,
            String ticketId,
            String agentId,
            @Nullable String fromAgentId,
            int version) {
        static Change of(Given given) {
            return new Change(
                    given.ticket().clientId(),
                    given.ticket().ticketId(),
                    given.desk().agentId,
                    given.ticket().agentId(),
                    given.ticket().version());
        }
    }

    private RoutingReport written(
            Transaction tx, RoutingOrder order, RoutingPlan plan, List<Desk> desks, Doing doing) {
        RoutingDao dao = tx.dao(RoutingDao.class);
        List<Given> given = plan.given();
        boolean movesTeam =
                order.strategy() == RoutingStrategy.MANUAL
                        || order.strategy() == RoutingStrategy.ESCALATION;
        Set<String> written =
                given.isEmpty()
                        ? Set.of()
                        : new HashSet<>(
                                dao.give(
                                        Json.write(given.stream().map(Change::of).toList()),
                                        movesTeam,
                                        doing.now()));
        List<Given> done =
                given.stream().filter(each -> written.contains(each.ticket().ticketId())).toList();
        if (!done.isEmpty()) {
            tell(tx, done, doing);
        }
        return new RoutingReport(
                done.stream().map(Routing::assignment).toList(),
                Stream.concat(
                                given.stream()
                                        .filter(each -> !done.contains(each))
                                        .map(
                                                each ->
                                                        new Unassigned(
                                                                each.ticket().ticketId(),
                                                                LeftReason.CHANGED_MEANWHILE)),
                                plan.left().stream()
                                        .map(
                                                each ->
                                                        new Unassigned(
                                                                each.ticket().ticketId(),
                                                                each.reason())))
                        .toList(),
                queue(dao, order, doing.now()),
                utilization(desks),
                List.of());
    }

    private static Assignment assignment(Given given) {
        Waiting ticket = given.ticket();
        return new Assignment(
                ticket.ticketId(),
                ticket.clientId(),
                given.desk().agentId,
                given.desk().name,
                given.desk().team,
                ticket.agentId(),
                given.score(),
                ticket.urgency());
    }

    private static List<Queued> queue(RoutingDao dao, RoutingOrder order, Instant now) {
        return dao.queue(order.team(), now).stream()
                .map(
                        row ->
                                new Queued(
                                        row.priority(),
                                        row.category(),
                                        row.assigned(),
                                        row.state(),
                                        row.ticketCount()))
                .toList();
    }

    private static List<Utilization> utilization(List<Desk> desks) {
        return desks.stream()
                .sorted(
                        Comparator.comparingDouble(
                                        (Desk desk) ->
                                                desk.capacity == 0
                                                        ? 1
                                                        : desk.load() / desk.capacity)
                                .reversed()
                                .thenComparing(desk -> desk.agentId))
                .map(
                        desk ->
                                new Utilization(
                                        desk.agentId,
                                        desk.name,
                                        desk.team,
                                        desk.load(),
                                        desk.capacity,
                                        desk.late()))
                .toList();
    }

    private void tell(Transaction tx, List<Given> done, Doing doing) {
        timeline.record(
                tx,
                done.stream()
                        .map(
                                each ->
                                        new TimelineEvent(
                                                each.ticket().clientId(),
                                                doing.now(),
                                                timeline.newId(),
                                                EventType.SUPPORT,
                                                "Ticket given to an agent",
                                                Map.of("agent_id", each.desk().agentId),
                                                Impact.NEUTRAL,
                                                false,
                                                doing.actor().principal(),
                                                doing.source(),
                                                each.ticket().ticketId()))
                        .toList());
        audit.record(
                tx,
                AuditEntry.doneToMany(
                        doing.actor(),
                        doing.source(),
                        "give %d tickets to agents".formatted(done.size()),
                        done.stream().map(each -> each.ticket().ticketId()).sorted().toList()));
        answers.changedAll(
                tx,
                done.stream().map(each -> each.ticket().clientId()).distinct().sorted().toList());
    }
}
