package io.os199.cs.expansion.revenue;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** Whose movements count, by what clients are today; all that is given has to hold, and clients that left are among them. */
public record RevenueFilter(
        @Nullable String clientId,
        @Nullable Tier tier,
        @Nullable String csm,
        @Nullable String segmentId,
        @Nullable BigDecimal minArr) {
    /** Everybody. */
    public static final RevenueFilter ALL = new RevenueFilter(null, null, null, null, null);
}
