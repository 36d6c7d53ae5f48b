package io.os199.cs.feedback.product;

import io.os199.cs.core.model.Tier;

import java.math.BigDecimal;
import java.util.List;

/**
 * The reach of a feature among some clients of a tier.
 *
 * @param eligibleClientCount clients that can have it and have ever sent use
 * @param usingClientCount those of them that used it
 * @param arrUsingAmount the ARR of the clients that used it
 * @param userShareRates for each of them its users of the feature over its active users; empty for a past day
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
     * The reach of features in one chunk of the portfolio.
     *
     * @param rateSum the sum, over the {@code clientCount} clients that have ever sent use, of the share of their
     *     features that they use
     */
    record OfChunk(List<FeatureReach> features, double rateSum, int clientCount) {}
}
