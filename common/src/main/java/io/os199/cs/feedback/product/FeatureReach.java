package io.os199.cs.feedback.product;

import io.os199.cs.core.model.Tier;

import java.math.BigDecimal;
import java.util.List;

/**
 * How far a feature reaches among some clients of a tier.
 *
 * @param eligibleClientCount clients that can have it and have ever sent use
 * @param usingClientCount of these, that used it
 * @param arrUsingAmount of the clients that used it
 * @param userShareRates for each of them its users of the feature over its active users; empty of a past day
 */
record FeatureReach(
        String featureKey,
        Tier tier,
        int eligibleClientCount,
        int usingClientCount,
        long eventCount,
        long completeEventCount,
        long beforeEventCount,
        BigDecimal arrUsingAmount,
        List<Double> userShareRates) {

    /**
     * Of one chunk of the portfolio.
     *
     * @param rateSum of the shares of their features that clients use which have ever sent use, of {@code clientCount}
     */
    record OfChunk(List<FeatureReach> features, double rateSum, int clientCount) {}
}
