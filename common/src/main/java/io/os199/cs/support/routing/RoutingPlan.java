package io.os199.cs.support.routing;

import io.os199.cs.support.model.Teams;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Assigns tickets to agents, the most urgent first, each to the agent with the highest score; loads grow along the
 * way.
 */
final class RoutingPlan {
    private static final double MOST_ABOVE_MEAN = 2;
    private static final double LEAST_BELOW_MEAN = 1;
    private static final double SKILLED = 0.5;

    /** A ticket and the agent who is to get it. */
    record Given(Waiting ticket, Desk desk, Score score) {}

    /** A ticket that no agent can take. */
    record Left(Waiting ticket, LeftReason reason) {}

    private final List<Desk> desks;
    private final Teams teams;
    private final RoutingOrder order;
    private final Instant now;
    private final List<Given> given = new ArrayList<>();
    private final List<Left> left = new ArrayList<>();

    RoutingPlan(List<Desk> desks, Teams teams, RoutingOrder order, Instant now) {
        this.desks = List.copyOf(desks);
        this.teams = teams;
        this.order = order;
        this.now = now;
    }

    List<Given> given() {
        return given;
    }

    List<Left> left() {
        return left;
    }

    /** Assigns tickets until the order's limit is reached; tickets that no agent can take do not count. */
    void assign(List<Waiting> tickets) {
        for (Waiting ticket : tickets.stream().sorted(Waiting.MOST_URGENT).toList()) {
            if (given.size() == order.mostAssignments()) {
                return;
            }
            assign(ticket);
        }
    }

    private void assign(Waiting ticket) {
        List<Desk> team = team(ticket);
        if (team.isEmpty()) {
            left.add(new Left(ticket, LeftReason.NO_AGENT_IN_TEAM));
            return;
        }
        List<Desk> free = team.stream().filter(Desk::hasRoom).toList();
        if (free.isEmpty()) {
            left.add(new Left(ticket, LeftReason.ALL_AT_CAPACITY));
            return;
        }
        Optional<Desk> best =
                free.stream()
                        .filter(desk -> !order.needsSkill() || desk.skill(ticket) >= SKILLED)
                        .min(best(ticket));
        if (best.isEmpty()) {
            left.add(new Left(ticket, LeftReason.NO_SKILL));
            return;
        }
        give(ticket, best.get());
    }

    /** Returns the seniors of the escalation team for an escalation, otherwise the agents of the ticket's team. */
    private List<Desk> team(Waiting ticket) {
        return order.strategy() == RoutingStrategy.ESCALATION
                ? desks.stream()
                        .filter(desk -> desk.isSenior)
                        .filter(desk -> desk.team.equals(teams.escalation()))
                        .toList()
                : desks.stream().filter(desk -> desk.team.equals(ticket.team())).toList();
    }

    /** Returns an order with the highest score first; among equals the more skilled, then the least loaded. */
    private Comparator<Desk> best(Waiting ticket) {
        return Comparator.comparingDouble((Desk desk) -> score(desk, ticket).total())
                .reversed()
                .thenComparing(
                        Comparator.comparingDouble((Desk desk) -> desk.skill(ticket)).reversed())
                .thenComparing(Desk.LEAST_LOADED);
    }

    Score score(Desk desk, Waiting ticket) {
        return order.strategy() == RoutingStrategy.WORKLOAD
                ? desk.roomScore()
                : desk.score(ticket, order.balancesLoad());
    }

    /** Gives a ticket to an agent, whether or not another would be better. */
    void give(Waiting ticket, Desk desk) {
        given.add(new Given(ticket, desk, score(desk, ticket)));
        desk.take(ticket, now);
    }

    /** Returns the team's agents with free capacity, ordered by score. */
    List<Desk> options(Waiting ticket) {
        return desks.stream()
                .filter(desk -> desk.team.equals(ticket.team()))
                .filter(Desk::hasRoom)
                .sorted(best(ticket))
                .toList();
    }

    /**
     * Moves tickets within each team from the most to the least loaded agents, until no agent is far above the mean.
     */
    void rebalance(List<Waiting> tickets) {
        Set<String> moved = new HashSet<>();
        desks.stream()
                .collect(
                        Collectors.groupingBy(desk -> desk.team, TreeMap::new, Collectors.toList()))
                .values()
                .forEach(
                        team -> {
                            while (given.size() < order.mostAssignments()
                                    && move(team, tickets, moved)) {
                                // Continues with the next one.
                            }
                        });
    }

    private boolean move(List<Desk> team, List<Waiting> tickets, Set<String> moved) {
        double mean = team.stream().mapToDouble(Desk::load).average().orElse(0);
        boolean hasTaker =
                team.stream()
                        .anyMatch(desk -> desk.load() < mean - LEAST_BELOW_MEAN && desk.hasRoom());
        if (!hasTaker) {
            return false;
        }
        return team.stream()
                .filter(desk -> desk.load() > mean + MOST_ABOVE_MEAN)
                .sorted(
                        Comparator.comparingDouble(Desk::load)
                                .reversed()
                                .thenComparing(d -> d.agentId))
                .anyMatch(giver -> moveOne(giver, team, mean, tickets, moved));
    }

    private boolean moveOne(
            Desk giver, List<Desk> team, double mean, List<Waiting> tickets, Set<String> moved) {
        Stream<Waiting> movable =
                tickets.stream()
                        .filter(ticket -> giver.agentId.equals(ticket.agentId()))
                        .filter(ticket -> !ticket.isAnswered())
                        .filter(ticket -> !moved.contains(ticket.ticketId()))
                        .sorted(Waiting.MOST_URGENT.reversed());
        return movable.anyMatch(
                ticket -> {
                    Desk taker = taker(giver, team, mean, ticket);
                    if (taker == null) {
                        return false;
                    }
                    giver.give(ticket);
                    give(ticket, taker);
                    moved.add(ticket.ticketId());
                    return true;
                });
    }

    private static @Nullable Desk taker(Desk giver, List<Desk> team, double mean, Waiting ticket) {
        return team.stream()
                .filter(desk -> desk != giver && desk.hasRoom())
                .filter(desk -> desk.load() < mean - LEAST_BELOW_MEAN)
                .filter(desk -> desk.skill(ticket) >= SKILLED)
                .min(Desk.LEAST_LOADED)
                .orElse(null);
    }
}
