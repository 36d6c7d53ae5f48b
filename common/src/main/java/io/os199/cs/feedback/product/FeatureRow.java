package io.os199.cs.feedback.product;

import io.os199.cs.core.model.Tier;
import io.os199.cs.usage.model.UsagePeriod;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;

/**
 * A feature that a client can have or ever used.
 *
 * @param name absent, like the other catalog data, where the catalog does not list the feature
 * @param isAvailable whether tier, products and release let the client have it
 * @param isOfOwnTier whether its lowest tier is the client's
 * @param firstUsedOn over all days, like {@code lastUsedOn}
 * @param completeEventCount the events of the complete days; {@code beforeEventCount} covers as many days before
 * @param userCount absent for a period whose users are not kept
 */
public record FeatureRow(
        String featureKey,
        @Nullable String name,
        @Nullable String category,
        @Nullable String productId,
        boolean isCore,
        @Nullable Tier minTier,
        @Nullable LocalDate releasedOn,
        boolean isAvailable,
        boolean isAboveTier,
        boolean isOfOwnTier,
        @Nullable LocalDate firstUsedOn,
        @Nullable LocalDate lastUsedOn,
        int daysUsed,
        long eventCount,
        long completeEventCount,
        long beforeEventCount,
        @Nullable Integer userCount,
        int requestCount,
        int bugCount,
        int scoredCount,
        @Nullable Double meanSentiment) {
    private static final long TELLING_BEFORE_STOP = 10;
    private static final long TELLING_BEFORE_FADE = 20;
    private static final int RATE_DECIMALS = 4;

    /** Whether it was used in the period. */
    public boolean isUsed() {
        return eventCount > 0;
    }

    /** Returns the relative change from the days before; absent where there was no use before. */
    public @Nullable BigDecimal changeRate() {
        return changeRate(completeEventCount, beforeEventCount);
    }

    static @Nullable BigDecimal changeRate(long now, long before) {
        return before == 0
                ? null
                : BigDecimal.valueOf(now - before)
                        .divide(BigDecimal.valueOf(before), RATE_DECIMALS, RoundingMode.HALF_UP);
    }

    /** Returns the status in a period. */
    public FeatureStatus status(UsagePeriod period) {
        if (isUsed()) {
            if (isAboveTier) {
                return FeatureStatus.NOT_AVAILABLE;
            }
            if (firstUsedOn != null && !firstUsedOn.isBefore(period.start())) {
                return FeatureStatus.NEW;
            }
            return beforeEventCount >= TELLING_BEFORE_FADE
                            && 2 * completeEventCount <= beforeEventCount
                    ? FeatureStatus.FADING
                    : FeatureStatus.USED;
        }
        if (firstUsedOn == null) {
            return FeatureStatus.NEVER_USED;
        }
        return beforeEventCount >= TELLING_BEFORE_STOP
                ? FeatureStatus.STOPPED
                : FeatureStatus.UNUSED;
    }
}
