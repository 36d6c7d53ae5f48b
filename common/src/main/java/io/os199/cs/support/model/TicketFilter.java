package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The filter for a list of tickets.
 *
 * @param status absent for the unsolved ones
 * @param slaState the state of either clock, the first response's or the resolution's
 * @param text searched for in subject and description
 * @param at when the clocks are read
 */
public record TicketFilter(
        @Nullable String clientId,
        @Nullable TicketPriority priority,
        @Nullable TicketCategory category,
        @Nullable TicketStatus status,
        @Nullable String agentId,
        @Nullable String team,
        @Nullable ClockState slaState,
        @Nullable String text,
        Instant at) {}
