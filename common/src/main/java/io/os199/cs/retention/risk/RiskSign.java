package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

/**
 * The state of a sign for a client on a day: it begins, goes on, or is over. Between the values at which it begins
 * and ends, an episode that has begun goes on, and none begins.
 *
 * @param indicatorKey the key as it is stored, {@code risk.…}
 * @param severity the severity of an episode that goes on today; absent where the sign is over
 * @param begins whether an episode begins today, where none goes on
 * @param value the measured value, absent where that is no number
 * @param threshold the value at which it begins
 */
public record RiskSign(
        String clientId,
        String indicatorKey,
        String category,
        @Nullable Severity severity,
        boolean begins,
        @Nullable Double value,
        @Nullable Double threshold) {
    static final String PREFIX = "risk.";

    /** Returns a key as answers write it: without the prefix of this product's own rules. */
    public static String shown(String indicatorKey) {
        return indicatorKey.startsWith(PREFIX)
                ? indicatorKey.substring(PREFIX.length())
                : indicatorKey;
    }

    /** Whether an episode that was going on is over. */
    public boolean isOver() {
        return severity == null;
    }
}
