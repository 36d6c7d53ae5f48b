package io.os199.cs.support.model;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

/**
 * The filter for a list of escalations.
 *
 * @param status when absent, the unsolved ones; but with {@code slaState} met, which no unsolved one has, the solved
 *     ones
 * @param slaState the state of the clock that runs until it is solved
 */
public record EscalationFilter(
        @Nullable String clientId,
        @Nullable Severity severity,
        @Nullable EscalationStatus status,
        @Nullable SlaState slaState) {}
