package io.os199.cs.retention.automation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The decision of a rule about a candidate.
 *
 * @param holdReason why the rule does nothing
 * @param heldUntil when that reason ends, where that is known
 */
public record Decided(
        SignCandidate candidate,
        Decision decision,
        @Nullable HoldReason holdReason,
        @Nullable Instant heldUntil) {}
