package io.os199.cs.api.tools.expansion;

import io.os199.cs.expansion.finding.FindingFilter;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What an answer with findings was computed from.
 *
 * @param scannedAt when the scan that made these findings ended; absent for one client, which is examined now
 * @param closedOpportunityCount opportunities won or lost in 24 months, from which the probabilities come
 */
public record FindingEvidence(
        @Nullable Instant scannedAt,
        int closedOpportunityCount,
        int minHealthScore,
        BigDecimal minUsageThreshold,
        BigDecimal minLift,
        int minPairCount) {
    static FindingEvidence of(FindingFilter filter, @Nullable Instant scannedAt, int closedCount) {
        return new FindingEvidence(
                scannedAt,
                closedCount,
                filter.minHealth(),
                filter.minUsage(),
                filter.minLift(),
                filter.minPairCount());
    }
}
