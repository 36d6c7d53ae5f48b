package io.os199.cs.support.model;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

/**
 * What somebody does with an escalation.
 *
 * @param version the one that they looked at
 * @param severity the new one; of an update
 * @param owner the new one; of an update
 * @param noteText of an update, and why it is reopened
 * @param rootCause of what is resolved
 * @param resolutionText of what is resolved
 */
public record EscalationChange(
        String escalationId,
        EscalationMove move,
        int version,
        @Nullable Severity severity,
        @Nullable String owner,
        @Nullable String noteText,
        @Nullable RootCause rootCause,
        @Nullable String resolutionText) {}
