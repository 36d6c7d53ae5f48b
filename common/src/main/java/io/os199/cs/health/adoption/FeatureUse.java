package io.os199.cs.health.adoption;

import io.os199.cs.core.model.Tier;
import io.os199.cs.health.adoption.RatePosition.Rated;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;

/**
 * What the users of one client do with one feature.
 *
 * @param isOfOwnTier whether the client's tier is the lowest that has the feature
 * @param activeUserCount users active in the window, with any feature
 * @param triedUserCount users who ever used it
 * @param adopterUserCount users who adopted it and used it in the window
 * @param regularUserCount users who adopted it and used it in the last 30 days
 * @param adoptedBeforeUserCount users who had adopted it when the window began
 * @param firstHalfEventCount events in the first of the two halves of the window's complete days, which {@code
 *     changePercent} compares
 * @param firstAdoptedOn the day on which the first user adopted it
 */
public record FeatureUse(
        String clientId,
        String featureKey,
        String name,
        String category,
        boolean isCore,
        Tier minTier,
        @Nullable LocalDate releasedOn,
        boolean isAvailable,
        boolean isOfOwnTier,
        int activeUserCount,
        int triedUserCount,
        int adopterUserCount,
        int regularUserCount,
        int adoptedBeforeUserCount,
        @Nullable BigDecimal retentionRate,
        @Nullable BigDecimal medianToAdoptDays,
        long eventCount,
        int dayCount,
        long firstHalfEventCount,
        long secondHalfEventCount,
        @Nullable BigDecimal changePercent,
        @Nullable LocalDate firstUsedOn,
        @Nullable LocalDate lastUsedOn,
        @Nullable LocalDate firstAdoptedOn)
        implements Rated {

    public Feature feature() {
        return new Feature(featureKey, name, category, isCore, minTier, releasedOn);
    }

    /** Returns the share of adopters among the users active in the window; absent when there are no active users. */
    public @Nullable BigDecimal adoptionRate() {
        return rate(adopterUserCount, activeUserCount);
    }

    /** Returns {@code part} as a share of {@code whole}, at most 1. */
    public static @Nullable BigDecimal rate(int part, int whole) {
        return whole == 0
                ? null
                : BigDecimal.valueOf(Math.min(part, whole))
                        .divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
    }

    public AdoptionClass adoptionClass(BigDecimal threshold) {
        return AdoptionClass.of(activeUserCount, adopterUserCount, triedUserCount, threshold);
    }

    /** Whether it counts in the portfolio's figures. */
    boolean isEligible() {
        return isAvailable && activeUserCount > 0;
    }

    @Override
    public @Nullable BigDecimal rankingRate() {
        return adoptionRate();
    }
}
