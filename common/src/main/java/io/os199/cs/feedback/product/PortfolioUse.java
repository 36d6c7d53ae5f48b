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
 * The use of each feature across the portfolio.
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
     * Figures over all clients that have ever sent use and have not left.
     *
     * @param meanFeatureUtilizationRate the mean over clients of used features over available ones
     * @param featuresUnusedByAll keys, at most 20, like those used by fewer than one in ten of the eligible clients
     */
    public record Summary(
            int clientCount,
            @Nullable BigDecimal meanFeatureUtilizationRate,
            List<String> featuresUnusedByAll,
            List<String> featuresUnder10Percent) {}

    /**
     * A feature.
     *
     * @param eligibleClientCount those clients that can have it
     * @param reachRate the share of eligible clients that used it
     * @param changeRate the change of its events over complete days from as many before
     * @param medianUserShareRate the median, over the clients that use it, of its users over their active users
     * @param meanSentiment the mean over feedback tagged with it, of at least 5 scored items
     * @param arrUsingAmount today's ARR of the clients that used it
     * @param retainedWith clients that used it on three of their first 90 days, and the share of them whose recurring
     *     revenue went on a year later; compare {@code retainedWithout}: an association, not a cause
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

    /** The clients of one group, and the share of them that stayed; absent below 5. */
    public record Side(int n, @Nullable BigDecimal rate) {}
}
