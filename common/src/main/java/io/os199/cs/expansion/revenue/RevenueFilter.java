package io.os199.cs.expansion.revenue;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * A filter of clients, by what they are today; all conditions given have to hold, and clients that have left are
 * included.
 */
public record RevenueFilter(
        @Nullable String clientId,
        @Nullable Tier tier,
        @Nullable String csm,
        @Nullable String segmentId,
        @Nullable BigDecimal minArr) {
    /** All clients. */
    public static final RevenueFilter ALL = new RevenueFilter(null, null, null, null, null);
}
