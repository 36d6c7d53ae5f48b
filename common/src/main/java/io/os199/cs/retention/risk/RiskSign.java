package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

/**
 * How a sign stands for a client on a day: it begins, goes on, or is over. Between where it begins and where it ends one that has
 * begun goes on, and none begins.
 *
 * @param indicatorKey as it is stored, {@code risk.…}
 * @param severity of an episode that goes on today; absent where the sign is over
 * @param begins whether an episode begins today, where none goes on
 * @param value what was measured, absent where that is no number
 * @param threshold at which it begins
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

    /** A key as answers write it: without the prefix of this product's own rules. */
    public static String shown(String indicatorKey) {
        return indicatorKey.startsWith(PREFIX)
                ? indicatorKey.substring(PREFIX.length())
                : indicatorKey;
    }

    /** Whether an episode that went on is over. */
    public boolean isOver() {
        return severity == null;
    }
}
