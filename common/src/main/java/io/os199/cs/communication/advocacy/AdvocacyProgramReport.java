package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.model.AdvocateStatus;
import io.os199.cs.communication.model.AdvocateTier;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The results of the program in a period.
 *
 * @param advocateCount enrolled before the period's end, including those who withdrew
 * @param activeCount of those, the ones active at the end
 * @param contributingCount of those active at the end, the ones who contributed in the period
 * @param influencedDealCount deals that contributions of the period helped
 * @param referenceWinRate over deals with a reference that were won or lost
 * @param coverage of active clients, the largest group first, as it is now
 */
public record AdvocacyProgramReport(
        LocalDate periodStart,
        LocalDate periodEnd,
        int advocateCount,
        List<StandingCount> advocateCounts,
        int enrolledCount,
        int withdrawnCount,
        int contributionCount,
        Map<String, Integer> contributionCountByType,
        int activeCount,
        int contributingCount,
        @Nullable BigDecimal contributingRate,
        int influencedDealCount,
        int wonDealCount,
        BigDecimal influencedWonAmount,
        int closedReferenceDealCount,
        @Nullable BigDecimal referenceWinRate,
        @Nullable RateInterval referenceWinRateInterval,
        List<Coverage> coverage) {
    public AdvocacyProgramReport {
        advocateCounts = List.copyOf(advocateCounts);
        contributionCountByType =
                Collections.unmodifiableMap(new TreeMap<>(contributionCountByType));
        coverage = List.copyOf(coverage);
    }

    /** The number of advocates with a status and a tier, as they were at the end of the period. */
    public record StandingCount(AdvocateStatus status, AdvocateTier tier, int advocateCount) {}

    /** An interval with a confidence of 95 % (Wilson). */
    public record RateInterval(BigDecimal low, BigDecimal high) {}

    /** The advocates we can call in a group of clients. */
    public record Coverage(
            @Nullable String industry,
            Tier clientTier,
            int activeClientCount,
            int activeAdvocateCount,
            int availableAdvocateCount) {}
}
