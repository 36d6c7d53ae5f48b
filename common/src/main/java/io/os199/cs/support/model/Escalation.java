package io.os199.cs.support.model;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * An escalation as stored, with the relevant columns of its client.
 *
 * @param arrAmount the client's ARR
 * @param renewalDate the client's next renewal, which may lie in the past
 * @param owner a colleague
 * @param resolvedAt absent again after it is reopened
 * @param lastUpdateAt when a person last did something with it; when it was opened if no one has
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

    /** Returns the response times promised for its severity. */
    public ResponseTimes times() {
        return ResponseTimes.of(severity);
    }

    /** Returns the state of the clock that runs until it is acknowledged. */
    public SlaState acknowledgeSla(Instant now) {
        return SlaState.of(acknowledgeDueAt, times().acknowledge(), acknowledgedAt, now);
    }

    /** Returns the state of the clock that runs until it is solved. */
    public SlaState resolveSla(Instant now) {
        return SlaState.of(dueAt, times().resolve(), resolvedAt, now);
    }

    /** Returns when the clock that runs until it is solved started: when it was opened or last reopened. */
    public Instant resolveStartedAt() {
        return reopenedCount == 0 ? openedAt : dueAt.minus(times().resolve());
    }

    /** Returns by when the customer must hear about it again; absent once it is solved. */
    public @Nullable Instant nextUpdateDueAt() {
        return status.isDone() ? null : lastUpdateAt.plus(times().update());
    }
}
