package io.os199.cs.feedback.product;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.usage.model.UserCohort;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * The parts of the product that a client uses in a period, pays for and ignores.
 *
 * @param vsPrevious the complete days compared with as many before
 * @param features by events, the most used first; a page of them
 * @param userSegments absent, like roles, component and benchmark, for a part of the product
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
    /** The days compared, all complete; each end is the day after the last. */
    public record Evidence(
            LocalDate currentStart,
            LocalDate currentEnd,
            LocalDate previousStart,
            LocalDate previousEnd) {}

    /**
     * The figures of the whole period. For a part of the product, those known only for all use are absent: minutes,
     * days, users, seats.
     *
     * @param eventCount events of features
     * @param activeDayCount days with use
     * @param licensedUserCount absent where no contract states seats
     * @param featureUtilizationRate used over available features, 0 to 1
     * @param top3ShareRate the share of the three most used features in all events
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

    /** A figure compared with that of as many days before. */
    public record Compared(
            String metric, long current, long previous, @Nullable BigDecimal changeRate) {}

    /** The trend of events: a change counts from a tenth up or down. */
    public enum Trend {
        UP,
        FLAT,
        DOWN
    }

    /**
     * A feature.
     *
     * @param shareRate its share of all events of the features asked for
     * @param userShareRate its users over the active ones
     * @param requestCount feature requests tagged with it; {@code bugCount} counts bug reports
     * @param meanSentiment the mean of at least 5 scored items, −1 to 1
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

    /** Features by their status, at most 20 keys each. */
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

    /** The figures of one product. */
    public record OfProduct(
            String productId,
            @Nullable BigDecimal utilizationRate,
            @Nullable BigDecimal eventShareRate) {}

    /**
     * Known users of one kind.
     *
     * @param eventShareRate their share of the events of all known users
     */
    public record Segment(UserCohort cohort, int userCount, @Nullable BigDecimal eventShareRate) {}

    /** Users of a role. */
    public record OfRole(String role, int activeUserCount, long eventCount) {}

    /** The stored component of the health score that comes from use. */
    public record Component(BigDecimal score, LocalDate scoreDate) {}

    /** A comparison of stored scores: the latest of the client and of its peers. */
    public record Benchmark(
            String metric,
            @Nullable BigDecimal clientValue,
            @Nullable BigDecimal peerMedian,
            @Nullable BigDecimal percentile,
            String peerGroup,
            int peerCount) {}

    /** A sign of growth or of risk in the use. */
    public record Signal(String ruleId, String because, Severity severity) {}

    /** The severity of a signal. */
    public enum Severity {
        HIGH,
        MEDIUM,
        LOW
    }
}
