package io.os199.cs.platform.statistics;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounds figures for display: half away from zero, once. */
public final class Rounded {
    private static final int RATE_DECIMALS = 4;
    private static final int DECIMALS = 2;

    private Rounded() {}

    /** Rounds to a number of decimals. */
    public static BigDecimal of(double value, int decimals) {
        return of(BigDecimal.valueOf(value), decimals);
    }

    private static BigDecimal of(BigDecimal value, int decimals) {
        return value.setScale(decimals, RoundingMode.HALF_UP);
    }

    /** A probability, a rate or another small number, such as a mean sentiment: 4 decimals. */
    public static BigDecimal rate(double value) {
        return of(value, RATE_DECIMALS);
    }

    /** A probability, a rate or another small number, such as a mean sentiment: 4 decimals. */
    public static BigDecimal rate(BigDecimal value) {
        return of(value, RATE_DECIMALS);
    }

    /** Like {@link #rate}, absent for absent. */
    public static @Nullable BigDecimal rateOf(@Nullable Double value) {
        return value == null ? null : rate(value);
    }

    /** Like {@link #rate}, absent for absent. */
    public static @Nullable BigDecimal rateOf(@Nullable BigDecimal value) {
        return value == null ? null : rate(value);
    }

    /** Money: 2 decimals. */
    public static BigDecimal amount(double value) {
        return of(value, DECIMALS);
    }

    /** Money: 2 decimals. */
    public static BigDecimal amount(BigDecimal value) {
        return of(value, DECIMALS);
    }

    /** Like {@link #amount}, absent for absent. */
    public static @Nullable BigDecimal amountOf(@Nullable Double value) {
        return value == null ? null : amount(value);
    }

    /** Like {@link #amount}, absent for absent. */
    public static @Nullable BigDecimal amountOf(@Nullable BigDecimal value) {
        return value == null ? null : amount(value);
    }

    /** Any other figure, such as a score, a mean or a median: 2 decimals. */
    public static BigDecimal figure(double value) {
        return of(value, DECIMALS);
    }

    /** Any other figure, such as a score, a mean or a median: 2 decimals. */
    public static BigDecimal figure(BigDecimal value) {
        return of(value, DECIMALS);
    }

    /** Like {@link #figure}, absent for absent. */
    public static @Nullable BigDecimal figureOf(@Nullable Double value) {
        return value == null ? null : figure(value);
    }

    /** Like {@link #figure}, absent for absent. */
    public static @Nullable BigDecimal figureOf(@Nullable BigDecimal value) {
        return value == null ? null : figure(value);
    }
}
