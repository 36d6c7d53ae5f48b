package io.os199.cs.expansion.report;

import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * How much more often clients with a factor expanded than those without.
 *
 * @param difference of the shares, with the 95 % interval around it
 */
public record SuccessFactor(
        String factor,
        int withCount,
        BigDecimal withExpandedRate,
        int withoutCount,
        BigDecimal withoutExpandedRate,
        BigDecimal difference,
        BigDecimal intervalLow,
        BigDecimal intervalHigh) {
    /** The number of clients on a side below which nothing is said. */
    static final int FEWEST = 20;

    private static final double WIDTH_95 = 1.96;

    /** Builds a factor from counts; null where a side has too few. */
    static @Nullable SuccessFactor of(
            String factor, int with, int withExpanded, int without, int withoutExpanded) {
        if (with < FEWEST || without < FEWEST) {
            return null;
        }
        double r1 = withExpanded / (double) with;
        double r2 = withoutExpanded / (double) without;
        double margin = WIDTH_95 * Math.sqrt(r1 * (1 - r1) / with + r2 * (1 - r2) / without);
        return new SuccessFactor(
                factor,
                with,
                Rounded.rate(r1),
                without,
                Rounded.rate(r2),
                Rounded.rate(r1 - r2),
                Rounded.rate(r1 - r2 - margin),
                Rounded.rate(r1 - r2 + margin));
    }
}
