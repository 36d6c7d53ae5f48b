package io.os199.cs.support.model;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

/**
 * Which escalations are listed.
 *
 * @param status absent: the unsolved ones, or with {@code slaState} met, which no unsolved one is, the solved ones
 * @param slaState of the clock until it is solved
 */
public record EscalationFilter(
        @Nullable String clientId,
        @Nullable Severity severity,
        @Nullable EscalationStatus status,
        @Nullable SlaState slaState) {}
