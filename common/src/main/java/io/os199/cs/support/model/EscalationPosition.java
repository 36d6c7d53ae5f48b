package io.os199.cs.support.model;

import java.time.Instant;

/**
 * Where a page of escalations ended.
 *
 * @param rank of the state of the clock, breached first
 */
public record EscalationPosition(int rank, Instant dueAt, String escalationId) {}
