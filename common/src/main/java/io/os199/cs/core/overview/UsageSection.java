package io.os199.cs.core.overview;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * Usage of the product in the 30 days that end today.
 *
 * @param licensedUserCount seats of the active contracts; absent where none states them
 * @param eventChangePercent the 29 complete days compared with the 29 days before the 30
 */
public record UsageSection(
        @Nullable Integer licensedUserCount,
        int knownUserCount,
        int activeUserCount7d,
        int activeUserCount30d,
        @Nullable BigDecimal activationRate,
        @Nullable BigDecimal stickinessRate,
        long eventCount30d,
        @Nullable BigDecimal eventChangePercent,
        int coreFeaturesUsedCount,
        int coreFeaturesAvailableCount,
        int otherFeaturesUsedCount,
        int otherFeaturesAvailableCount,
        int integrationsUsedCount) {}
