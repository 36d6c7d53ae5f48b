package io.os199.cs.health.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The weight that a fact retains after a number of whole days, to six decimals. */
final class Decay {
    private static final MathContext EXACT = new MathContext(40);

    /** The exponent beyond which the exponential is 0 to far more than six decimals. */
    private static final BigDecimal NOTHING_LEFT = BigDecimal.valueOf(60);

    private static final int HALVINGS = 8;

    /** The doubt around a rounding boundary: far more than a million times the error of {@link Math#exp}. */
    private static final double DOUBT = 1e-6;

    private Decay() {}

    /** exp(−days ÷ decayDays). */
    static BigDecimal exponential(int days, BigDecimal decayDays) {
        return expOfMinus(BigDecimal.valueOf(days).divide(decayDays, EXACT));
    }

    private static BigDecimal expOfMinus(BigDecimal x) {
        if (x.compareTo(NOTHING_LEFT) > 0) {
            return BigDecimal.ZERO.setScale(6);
        }
        double millionths = Math.exp(-x.doubleValue()) * 1_000_000;
        double whole = Math.floor(millionths);
        // The last decimal is almost always beyond doubt.
        return Math.abs(millionths - whole - 0.5) > DOUBT
                ? BigDecimal.valueOf(Math.round(millionths), 6)
                : series(x).setScale(6, RoundingMode.HALF_UP);
    }

    /** Computes exp(−x) to some forty digits: the power series of x ÷ 2⁸, squared eight times. */
    static BigDecimal series(BigDecimal x) {
        BigDecimal small = x.negate().divide(BigDecimal.valueOf(1 << HALVINGS), EXACT);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int i = 1; term.abs().compareTo(new BigDecimal("1e-38")) > 0; i++) {
            term = term.multiply(small, EXACT).divide(BigDecimal.valueOf(i), EXACT);
            sum = sum.add(term, EXACT);
        }
        for (int i = 0; i < HALVINGS; i++) {
            sum = sum.multiply(sum, EXACT);
        }
        return sum;
    }
}
