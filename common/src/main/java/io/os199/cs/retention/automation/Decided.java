package io.os199.cs.retention.automation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What a rule does about a candidate.
 *
 * @param holdReason why nothing
 * @param heldUntil when that reason is over, where that is known
 */
public record Decided(
        Candidate candidate,
        Decision decision,
        @Nullable HoldReason holdReason,
        @Nullable Instant heldUntil) {}
