package io.os199.cs.expansion.renewal;

import org.jspecify.annotations.Nullable;

/**
 * A group of renewals that share a key; amounts are unrounded.
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
