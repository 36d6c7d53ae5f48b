package io.os199.cs.support.model;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

/**
 * A change that a person or job makes to an escalation.
 *
 * @param version the version that the caller saw
 * @param severity for an update, the new severity
 * @param owner for an update, the new owner
 * @param noteText for an update, the note; for a reopening, the reason
 * @param rootCause for a resolution, the root cause
 * @param resolutionText for a resolution, how it was solved
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
