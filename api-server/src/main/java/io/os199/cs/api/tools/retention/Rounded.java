package io.os199.cs.api.tools.retention;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounds figures for display: half away from zero, once. */
public final class Rounded {
    private Rounded() {}

    /** A probability, a rate or log-odds: 4 decimals. */
    public static BigDecimal rate(double value) {
        return BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP);
    }

    /** Like {@link #rate}, absent for absent. */
    public static @Nullable BigDecimal rateOf(@Nullable Double value) {
        return value == null ? null : rate(value);
    }

    /** A score or a difference of scores: 2 decimals. */
    public static BigDecimal score(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
    }

    /** Like {@link #score}, absent for absent. */
    public static @Nullable BigDecimal scoreOf(@Nullable Double value) {
        return value == null ? null : score(value);
    }

    /** Money: 2 decimals. */
    public static BigDecimal amount(BigDecimal value) {
        return value.setScale(2, RoundingMode.HALF_UP);
    }

    /** Probability × ARR. */
    public static @Nullable BigDecimal loss(@Nullable Double probability, BigDecimal arr) {
        return probability == null ? null : amount(BigDecimal.valueOf(probability).multiply(arr));
    }
}
