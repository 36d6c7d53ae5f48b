package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What became of the escalations of a period. A resolution counts when it was the first; a clock that was started again counts as it
 * ran first.
 *
 * @param acknowledgeDecidedCount of those opened, whose clock was stopped or has run out
 * @param resolveDecidedCount the same of the clock until it is solved
 * @param resolvedCount first resolved in the period, whenever opened
 * @param reopenedCount how many of those were reopened
 * @param medianResolveHours of those, from the opening to the first resolution
 * @param repeatClients those with two or more opened, the most first
 * @param repeatedCount how many such clients there are
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

    /** How often something was found to be the cause. */
    public record OfCause(RootCause rootCause, int escalationCount) {}

    /** A client with several escalations. */
    public record Repeated(String clientId, String clientName, int openedCount) {}
}
