package io.os199.cs.feedback.product;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.usage.model.UserCohort;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * What parts of the product a client uses in a period, pays for and ignores.
 *
 * @param vsPrevious over the complete days beside as many before
 * @param features by events, the most used first; a page of them
 * @param userSegments absent, like roles, component and benchmark, of a part of the product
 */
public record ProductUse(
        Core core,
        List<Compared> vsPrevious,
        @Nullable Trend trend,
        @Nullable List<FeatureUse> features,
        @Nullable Integer featureTotalCount,
        @Nullable String nextCursor,
        @Nullable Adoption adoption,
        List<String> integrationsUsed,
        List<OfProduct> byProduct,
        @Nullable List<Segment> userSegments,
        @Nullable List<OfRole> byRole,
        @Nullable Component usageComponent,
        @Nullable List<Benchmark> benchmark,
        List<Signal> expansionSignals,
        List<Signal> riskIndicators,
        List<Recommendation> recommendations,
        Evidence evidence) {
    /** The days that are compared, which are complete; each end is the day after the last. */
    public record Evidence(
            LocalDate currentStart,
            LocalDate currentEnd,
            LocalDate previousStart,
            LocalDate previousEnd) {}

    /**
     * The whole period. Of a part of the product what is known of all use alone is absent: minutes, days, users, seats.
     *
     * @param eventCount of features
     * @param activeDayCount days with use
     * @param licensedUserCount absent where no contract states seats
     * @param featureUtilizationRate used over available features, 0 to 1
     * @param top3ShareRate of the three most used features in all events
     */
    public record Core(
            long eventCount,
            @Nullable BigDecimal minuteCount,
            @Nullable Integer activeDayCount,
            @Nullable Integer activeUserCount,
            @Nullable Integer knownUserCount,
            @Nullable Integer licensedUserCount,
            @Nullable BigDecimal seatUtilizationRate,
            int featuresUsedCount,
            int featuresAvailableCount,
            @Nullable BigDecimal featureUtilizationRate,
            @Nullable BigDecimal coreUtilizationRate,
            @Nullable BigDecimal eventsPerActiveUser,
            @Nullable BigDecimal top3ShareRate) {}

    /** A figure beside that of as many days before. */
    public record Compared(
            String metric, long current, long previous, @Nullable BigDecimal changeRate) {}

    /** Where events go: by at least a tenth up or down. */
    public enum Trend {
        UP,
        FLAT,
        DOWN
    }

    /**
     * A feature.
     *
     * @param shareRate of all events of the features asked for
     * @param userShareRate its users over the active ones
     * @param requestCount feedback tagged with it, like {@code bugCount}
     * @param meanSentiment of at least 5 scored items, −1 to 1
     */
    public record FeatureUse(
            String featureKey,
            @Nullable String name,
            @Nullable String category,
            @Nullable String productId,
            boolean isCore,
            @Nullable Tier minTier,
            FeatureStatus status,
            long eventCount,
            @Nullable BigDecimal shareRate,
            @Nullable Integer userCount,
            @Nullable BigDecimal userShareRate,
            int daysUsed,
            @Nullable BigDecimal changeRate,
            @Nullable LocalDate firstUsedOn,
            @Nullable LocalDate lastUsedOn,
            int requestCount,
            int bugCount,
            @Nullable BigDecimal meanSentiment) {}

    /** Features by what became of them, at most 20 keys each. */
    public record Adoption(
            List<String> newInPeriod,
            List<String> fading,
            List<String> stopped,
            List<String> neverUsed,
            List<Released> releasedRecently) {}

    /** A feature released within 90 days. */
    public record Released(
            String featureKey,
            LocalDate releasedOn,
            int daysSinceRelease,
            boolean used,
            @Nullable LocalDate firstUsedOn) {}

    /** A product's part. */
    public record OfProduct(
            String productId,
            @Nullable BigDecimal utilizationRate,
            @Nullable BigDecimal eventShareRate) {}

    /**
     * Known users of a kind.
     *
     * @param eventShareRate of the events of all known users
     */
    public record Segment(UserCohort cohort, int userCount, @Nullable BigDecimal eventShareRate) {}

    /** Users of a role. */
    public record OfRole(String role, int activeUserCount, long eventCount) {}

    /** The stored part of the health score that use makes. */
    public record Component(BigDecimal score, LocalDate scoreDate) {}

    /** From stored scores: the client's and its peers' latest. */
    public record Benchmark(
            String metric,
            @Nullable BigDecimal clientValue,
            @Nullable BigDecimal peerMedian,
            @Nullable BigDecimal percentile,
            String peerGroup,
            int peerCount) {}

    /** What use says of growth or of danger. */
    public record Signal(String ruleId, String because, Severity severity) {}

    /** How much it matters. */
    public enum Severity {
        HIGH,
        MEDIUM,
        LOW
    }
}
