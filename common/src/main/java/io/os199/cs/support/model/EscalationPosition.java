package io.os199.cs.support.model;

import java.time.Instant;

/**
 * The position at which a page of escalations ended.
 *
 * @param rank the rank of the clock's state, breached first
 */
public record EscalationPosition(int rank, Instant dueAt, String escalationId) {}
