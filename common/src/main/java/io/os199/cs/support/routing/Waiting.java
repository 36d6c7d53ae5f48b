package io.os199.cs.support.routing;

import io.os199.cs.support.model.TicketPriority;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A ticket to be routed.
 *
 * @param category spelled like a skill
 * @param team the team whose agents may take it
 * @param risk the used share of its running target, at most 1; 0 where nothing is promised
 * @param isLate whether its clock is at risk or breached
 * @param isAnswered whether an agent has written to the customer
 * @param weight its weight in an agent's load: 0.5 while it waits on the customer
 */
record Waiting(
        String clientId,
        String ticketId,
        TicketPriority priority,
        String category,
        String team,
        List<String> tags,
        Instant openedAt,
        @Nullable String agentId,
        double risk,
        boolean isLate,
        boolean isAnswered,
        double weight,
        int version) {
    private static final double WEIGHT_POINTS = 60;
    private static final double RISK_POINTS = 40;

    /** The most urgent first. */
    static final Comparator<Waiting> MOST_URGENT =
            Comparator.comparingDouble(Waiting::urgency)
                    .reversed()
                    .thenComparing(Waiting::openedAt)
                    .thenComparing(Waiting::ticketId);

    /** Returns a value from 12 to 100 that combines its priority and how close it is to being late. */
    double urgency() {
        return WEIGHT_POINTS * priority.weight() + RISK_POINTS * Math.min(1, risk);
    }
}
