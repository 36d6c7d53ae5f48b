package io.os199.cs.feedback.product;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Which features earn their keep across the portfolio.
 *
 * @param features by the ARR of their users, the largest first; a page of them
 */
public record PortfolioUse(
        Instant computedAt,
        LocalDate periodStart,
        LocalDate periodEnd,
        Summary summary,
        List<FeatureUse> features,
        int totalCount,
        @Nullable String nextCursor,
        List<Recommendation> recommendations,
        List<DataGap> dataGaps) {
    /**
     * Over all clients that have ever sent use and have not left.
     *
     * @param meanFeatureUtilizationRate of each client's used over its available features
     * @param featuresUnusedByAll keys, at most 20, like those whom fewer than one in ten of the eligible use
     */
    public record Summary(
            int clientCount,
            @Nullable BigDecimal meanFeatureUtilizationRate,
            List<String> featuresUnusedByAll,
            List<String> featuresUnder10Percent) {}

    /**
     * A feature.
     *
     * @param eligibleClientCount of these, that can have it
     * @param reachRate of these, that used it
     * @param changeRate of its events over complete days, to as many before
     * @param medianUserShareRate of the clients that use it: its users over their active ones
     * @param meanSentiment of feedback tagged with it, at least 5 scored items
     * @param arrUsingAmount today's ARR of the clients that used it
     * @param retainedWith clients that used it on three of their first 90 days, whose recurring revenue went on a year later; beside
     *     {@code retainedWithout}: an association, no cause
     */
    public record FeatureUse(
            String featureKey,
            String name,
            String category,
            int eligibleClientCount,
            int usingClientCount,
            Sample reachRate,
            long eventCount,
            @Nullable BigDecimal changeRate,
            @Nullable BigDecimal medianUserShareRate,
            List<OfTier> byTier,
            int requestCount,
            int bugCount,
            @Nullable BigDecimal meanSentiment,
            BigDecimal arrUsingAmount,
            Side retainedWith,
            Side retainedWithout,
            @Nullable BigDecimal difference,
            @Nullable BigDecimal intervalLow,
            @Nullable BigDecimal intervalHigh,
            @Nullable Boolean credible) {}

    /** A feature's reach in a tier. */
    public record OfTier(Tier tier, int eligibleClientCount, int usingClientCount) {}

    /** Clients on one side, and which share of them stayed; absent below 5. */
    public record Side(int n, @Nullable BigDecimal rate) {}
}
