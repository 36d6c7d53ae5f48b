package io.os199.cs.retention.campaign;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** The outcome of a campaign. */
public enum CampaignOutcome {
    IMPROVED,
    UNCHANGED,
    WORSENED,
    CHURNED;

    private static final BigDecimal POINTS = BigDecimal.TEN;
    private static final double HALF = 0.5;
    private static final double HALF_MORE = 1.5;
    private static final double LEAST_RISE = 0.05;

    /** Returns the outcome, from the measures that are known at both times. */
    static CampaignOutcome of(Measurement baseline, Measurement now, boolean hasChurned) {
        if (hasChurned) {
            return CHURNED;
        }
        BigDecimal change = change(baseline.healthScore(), now.healthScore());
        Double before = baseline.churnProbability();
        Double after = now.churnProbability();
        if ((change != null && change.compareTo(POINTS) >= 0)
                || (before != null && after != null && after <= before * HALF)) {
            return IMPROVED;
        }
        if ((change != null && change.compareTo(POINTS.negate()) <= 0)
                || (before != null
                        && after != null
                        && after >= before * HALF_MORE
                        && after >= before + LEAST_RISE)) {
            return WORSENED;
        }
        return UNCHANGED;
    }

    private static @Nullable BigDecimal change(
            @Nullable BigDecimal before, @Nullable BigDecimal after) {
        return before == null || after == null ? null : after.subtract(before);
    }
}
