package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The figures of the escalations of a period. Only an escalation's first resolution counts; a clock that was
 * restarted counts as in its first run.
 *
 * @param acknowledgeDecidedCount those opened whose clock was stopped or has run out
 * @param resolveDecidedCount the same for the clock that runs until it is solved
 * @param resolvedCount those first resolved in the period, whenever opened
 * @param reopenedCount how many of those were reopened
 * @param medianResolveHours the median over those, from the opening to the first resolution
 * @param repeatClients clients with two or more opened, those with the most first
 * @param repeatedCount the number of such clients
 */
public record EscalationFigures(
        int openedCount,
        int acknowledgeDecidedCount,
        int acknowledgeMetCount,
        int resolveDecidedCount,
        int resolveMetCount,
        int resolvedCount,
        int reopenedCount,
        @Nullable Double medianResolveHours,
        List<OfCause> byRootCause,
        List<Repeated> repeatClients,
        int repeatedCount) {

    /** How often a root cause was found. */
    public record OfCause(RootCause rootCause, int escalationCount) {}

    /** A client with several escalations. */
    public record Repeated(String clientId, String clientName, int openedCount) {}
}
