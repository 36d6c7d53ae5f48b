package io.os199.cs.health.tiers;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a ranking is asked for. Equal orders are one run.
 *
 * @param arrThresholds the lower ends of standard, mid, high and strategic, ascending; of {@code RFM} only the last
 *     counts, from which on a client is strategic whatever its score
 */
public record ValueTierOrder(
        ValueModel model,
        List<BigDecimal> arrThresholds,
        boolean serviceLevelMapping,
        boolean vipIdentification,
        boolean resourcePlanning,
        boolean save) {
    public static final List<BigDecimal> USUAL_THRESHOLDS =
            List.of(
                    BigDecimal.valueOf(10_000),
                    BigDecimal.valueOf(50_000),
                    BigDecimal.valueOf(100_000),
                    BigDecimal.valueOf(200_000));
}
