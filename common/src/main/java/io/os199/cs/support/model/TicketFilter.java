package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which tickets are listed.
 *
 * @param status absent: the unsolved ones
 * @param slaState of either clock; of the first response while there is none
 * @param text looked for in subject and description
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
