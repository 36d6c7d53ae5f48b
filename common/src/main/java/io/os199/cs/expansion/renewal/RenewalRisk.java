package io.os199.cs.expansion.renewal;

import org.jspecify.annotations.Nullable;

/** How likely a contract is to be renewed, in words. */
public enum RenewalRisk {
    ON_TRACK,
    AT_RISK,
    HIGH_RISK,
    UNKNOWN;

    /** The lowest probability of {@link #ON_TRACK}. */
    public static final double ON_TRACK_FROM = 0.85;

    /** The lowest probability of {@link #AT_RISK}. */
    public static final double AT_RISK_FROM = 0.60;

    /** The risk for a probability; an absent one is unknown. */
    public static RenewalRisk of(@Nullable Double probability) {
        if (probability == null) {
            return UNKNOWN;
        }
        return probability >= ON_TRACK_FROM
                ? ON_TRACK
                : probability >= AT_RISK_FROM ? AT_RISK : HIGH_RISK;
    }
}
