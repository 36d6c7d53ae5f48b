package io.os199.cs.retention.automation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** The sign that a rule waits for. */
public enum RetentionTrigger {
    HEALTH_SCORE("a health score", "0", "100", "60"),
    CHURN_PROBABILITY("a probability", "0", "1", "0.25"),
    USAGE_DECLINE("a share of the use before", "0", "1", "0.30"),
    NPS_DETRACTOR("an NPS score", "0", "10", "6"),
    RENEWAL_RISK("a probability", "0", "1", "0.25"),
    RENEWAL_WINDOW("days", "1", "365", "90"),
    CHAMPION_LEFT(null, null, null, null),
    PAYMENT_OVERDUE(null, null, null, null);

    private final @Nullable String unit;
    private final @Nullable BigDecimal lowest;
    private final @Nullable BigDecimal highest;
    private final @Nullable BigDecimal usual;

    RetentionTrigger(
            @Nullable String unit,
            @Nullable String lowest,
            @Nullable String highest,
            @Nullable String usual) {
        this.unit = unit;
        this.lowest = lowest == null ? null : new BigDecimal(lowest);
        this.highest = highest == null ? null : new BigDecimal(highest);
        this.usual = usual == null ? null : new BigDecimal(usual);
    }

    /** Returns the default threshold; absent where the sign has none. */
    public @Nullable BigDecimal usualThreshold() {
        return usual;
    }

    /** Whether this sign accepts a threshold; one that has none accepts only an absent one. */
    public boolean takes(@Nullable BigDecimal threshold) {
        return threshold == null
                || (lowest != null
                        && highest != null
                        && threshold.compareTo(lowest) >= 0
                        && threshold.compareTo(highest) <= 0
                        && (this != RENEWAL_WINDOW || threshold.stripTrailingZeros().scale() <= 0));
    }

    /** Returns in words what may be sent as a threshold. */
    public String expectedThreshold() {
        return unit == null ? "absent" : "%s from %s to %s".formatted(unit, lowest, highest);
    }

    /** Whether the sign is read from stored predictions. */
    public boolean needsPredictions() {
        return this == CHURN_PROBABILITY || this == RENEWAL_RISK;
    }
}
