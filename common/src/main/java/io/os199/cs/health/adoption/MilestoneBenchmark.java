package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** How a client's peers did on one milestone; the days are those of the peers that reached it. */
public record MilestoneBenchmark(
        String milestoneKey,
        @Nullable BigDecimal medianDays,
        @Nullable BigDecimal p25Days,
        @Nullable BigDecimal p75Days,
        @Nullable BigDecimal p90Days,
        BigDecimal completionRate,
        boolean isTier,
        int peerCount) {
    public static final int FEWEST_PEERS = 5;
}
