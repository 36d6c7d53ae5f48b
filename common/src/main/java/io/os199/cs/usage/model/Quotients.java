package io.os199.cs.usage.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Quotients as answers show them: rounded once, half away from zero, absent where there is nothing to divide by. */
public final class Quotients {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Quotients() {}

    /** Returns a quotient with four decimals. */
    public static @Nullable BigDecimal rate(long part, long whole) {
        return quotient(BigDecimal.valueOf(part), whole, 4);
    }

    /** Returns a mean with two decimals. */
    public static @Nullable BigDecimal mean(BigDecimal sum, long count) {
        return quotient(sum, count, 2);
    }

    public static @Nullable BigDecimal mean(long sum, long count) {
        return mean(BigDecimal.valueOf(sum), count);
    }

    /** Returns by how many percent {@code now} exceeds {@code before}, with two decimals. */
    public static @Nullable BigDecimal changePercent(BigDecimal now, BigDecimal before) {
        return before.signum() == 0
                ? null
                : HUNDRED.multiply(now.subtract(before)).divide(before, 2, RoundingMode.HALF_UP);
    }

    public static @Nullable BigDecimal changePercent(long now, long before) {
        return changePercent(BigDecimal.valueOf(now), BigDecimal.valueOf(before));
    }

    private static @Nullable BigDecimal quotient(BigDecimal part, long whole, int decimals) {
        return whole == 0
                ? null
                : part.divide(BigDecimal.valueOf(whole), decimals, RoundingMode.HALF_UP);
    }
}
