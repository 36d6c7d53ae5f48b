package io.os199.cs.support.model;

import io.os199.cs.core.model.Severity;

import java.math.BigDecimal;
import java.util.List;

/**
 * The unsolved escalations.
 *
 * @param bySeverity those that there are, worst first
 * @param byStatus those that there are, the newest step last
 * @param arrAffectedAmount of their clients, each counted once
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
