package io.os199.cs.support.model;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * An escalation as it is stored, with what of its client bears on it.
 *
 * @param arrAmount of the client
 * @param renewalDate the next one of the client, may lie in the past
 * @param owner a colleague
 * @param resolvedAt absent again once it is reopened
 * @param lastUpdateAt when a person last did something with it; its opening where nobody did
 */
public record Escalation(
        String clientId,
        String clientName,
        Tier tier,
        BigDecimal arrAmount,
        @Nullable BigDecimal healthScore,
        @Nullable LocalDate renewalDate,
        String escalationId,
        Severity severity,
        EscalationStatus status,
        String title,
        @Nullable String descriptionText,
        @Nullable String owner,
        @Nullable String ticketId,
        Instant openedAt,
        @Nullable Instant acknowledgedAt,
        Instant acknowledgeDueAt,
        Instant dueAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt,
        @Nullable RootCause rootCause,
        @Nullable String resolutionText,
        int reopenedCount,
        int version,
        Instant lastUpdateAt) {

    /** What is promised for its severity. */
    public ResponseTimes times() {
        return ResponseTimes.of(severity);
    }

    /** The clock until somebody has taken it on. */
    public SlaState acknowledgeSla(Instant now) {
        return SlaState.of(acknowledgeDueAt, times().acknowledge(), acknowledgedAt, now);
    }

    /** The clock until it is solved. */
    public SlaState resolveSla(Instant now) {
        return SlaState.of(dueAt, times().resolve(), resolvedAt, now);
    }

    /** When the clock began that runs until it is solved: its opening, or the last time it was reopened. */
    public Instant resolveStartedAt() {
        return reopenedCount == 0 ? openedAt : dueAt.minus(times().resolve());
    }

    /** When the customer has to hear of it again; absent once it is solved. */
    public @Nullable Instant nextUpdateDueAt() {
        return status.isDone() ? null : lastUpdateAt.plus(times().update());
    }
}
