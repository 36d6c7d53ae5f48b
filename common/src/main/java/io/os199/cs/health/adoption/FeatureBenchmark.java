package io.os199.cs.health.adoption;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** The peers' rates stored by the newest run over the portfolio, and the client's place among them. */
public record FeatureBenchmark(
        String featureKey,
        @Nullable BigDecimal peerMedian,
        @Nullable BigDecimal percentile,
        boolean isTier,
        int peerCount) {
    public static final int FEWEST_PEERS = 5;
}
