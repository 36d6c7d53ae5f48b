package io.os199.cs.health.tiers;

import java.math.BigDecimal;
import java.util.List;

/**
 * The parameters of a ranking. Equal orders are one run.
 *
 * @param arrThresholds the lower ends of standard, mid, high and strategic, ascending; for {@code RFM} only the last
 *     counts: from there on a client is strategic whatever its score
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
