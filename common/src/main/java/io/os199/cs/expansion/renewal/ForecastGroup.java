package io.os199.cs.expansion.renewal;

import org.jspecify.annotations.Nullable;

/**
 * Renewals that have something in common, unrounded.
 *
 * @param expectedAmount absent where no renewal of the group has a weight
 */
public record ForecastGroup(
        String key,
        int renewalCount,
        double arrDueAmount,
        @Nullable Double expectedAmount,
        double worstAmount,
        double commitAmount,
        double bestAmount) {}
