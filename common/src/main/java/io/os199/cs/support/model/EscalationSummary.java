package io.os199.cs.support.model;

import io.os199.cs.core.model.Severity;

import java.math.BigDecimal;
import java.util.List;

/**
 * A summary of the unsolved escalations.
 *
 * @param bySeverity only severities that occur, worst first
 * @param byStatus only statuses that occur, the most advanced last
 * @param arrAffectedAmount the ARR of their clients, each counted once
 */
public record EscalationSummary(
        int openCount,
        List<OfSeverity> bySeverity,
        List<OfStatus> byStatus,
        int breachedOpenCount,
        BigDecimal arrAffectedAmount) {

    /** Unsolved escalations of one severity. */
    public record OfSeverity(Severity severity, int escalationCount) {}

    /** Unsolved escalations of one status. */
    public record OfStatus(EscalationStatus status, int escalationCount) {}
}
