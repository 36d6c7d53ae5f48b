package io.os199.cs.support.performance;

import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;

import org.jspecify.annotations.Nullable;

/** The scope of an analysis: the tickets that match everything given. */
public record TicketScope(
        @Nullable String clientId,
        @Nullable String team,
        @Nullable String agentId,
        @Nullable TicketPriority priority,
        @Nullable TicketCategory category) {}
