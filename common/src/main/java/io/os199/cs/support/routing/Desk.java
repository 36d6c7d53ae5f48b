package io.os199.cs.support.routing;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** An agent during routing; its load grows with each ticket it gets. */
final class Desk {
    /**
     * The least loaded first; among equals, the agent whose last ticket is longest ago, or who never got one, comes
     * first.
     */
    static final Comparator<Desk> LEAST_LOADED =
            Comparator.comparingDouble((Desk desk) -> desk.load)
                    .thenComparing(
                            desk -> desk.lastAssignedAt,
                            Comparator.nullsFirst(Comparator.naturalOrder()))
                    .thenComparing(desk -> desk.agentId);

    final String agentId;
    final String name;
    final String team;
    final boolean isSenior;
    final Set<String> skills;
    final Set<String> knownClients;
    final int capacity;
    private double load;
    private int unsolved;
    private int late;
    private @Nullable Instant lastAssignedAt;

    Desk(
            String agentId,
            String name,
            String team,
            boolean isSenior,
            List<String> skills,
            List<String> knownClients,
            int capacity,
            double load,
            int unsolved,
            int late,
            @Nullable Instant lastAssignedAt) {
        this.agentId = agentId;
        this.name = name;
        this.team = team;
        this.isSenior = isSenior;
        this.skills = Set.copyOf(skills);
        this.knownClients = Set.copyOf(knownClients);
        this.capacity = capacity;
        this.load = load;
        this.unsolved = unsolved;
        this.late = late;
        this.lastAssignedAt = lastAssignedAt;
    }

    /** Returns the number of unsolved tickets, where one that waits on the customer counts half. */
    double load() {
        return load;
    }

    boolean hasRoom() {
        return load < capacity;
    }

    /** Returns how many of its tickets are at risk or breached. */
    int late() {
        return late;
    }

    @Nullable Instant lastAssignedAt() {
        return lastAssignedAt;
    }

    void take(Waiting ticket, Instant now) {
        load += ticket.weight();
        unsolved++;
        late += ticket.isLate() ? 1 : 0;
        lastAssignedAt = now;
    }

    void give(Waiting ticket) {
        load -= ticket.weight();
        unsolved--;
        late -= ticket.isLate() ? 1 : 0;
    }

    /** Returns 1 if the category is one of its skills, 0.5 if a tag is, and 0 otherwise. */
    double skill(Waiting ticket) {
        if (skills.contains(ticket.category())) {
            return 1;
        }
        return ticket.tags().stream().anyMatch(skills::contains) ? 0.5 : 0;
    }

    /** Returns how well it can take a ticket. */
    Score score(Waiting ticket, boolean balancesLoad) {
        return new Score(
                Score.SKILL * skill(ticket),
                balancesLoad ? headroom() : 0,
                Score.SLA_FIT * (1 - (double) late / Math.max(1, unsolved)),
                knownClients.contains(ticket.clientId()) ? Score.CONTINUITY : 0);
    }

    /** Returns a score based only on free capacity. */
    Score roomScore() {
        return new Score(0, headroom(), 0, 0);
    }

    private double headroom() {
        return capacity == 0 ? 0 : Score.HEADROOM * Math.max(0, 1 - load / capacity);
    }
}
