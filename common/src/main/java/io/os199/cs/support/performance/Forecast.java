package io.os199.cs.support.performance;

import java.util.List;
import java.util.Optional;

/**
 * How many tickets to expect in the next 30 days if they continue as in the last eight full weeks: their mean, and
 * the range in which a Poisson variable with the dispersion of these weeks lies in 95 % of cases (quasi-Poisson, by
 * the normal approximation).
 *
 * @param dispersion the variance (n − 1) of the weeks divided by their mean, at least 1
 */
public record Forecast(
        long expectedCount,
        long lowCount,
        long highCount,
        double dispersion,
        int days,
        int weekCount) {
    static final int WEEKS = 8;
    private static final int DAYS = 30;
    private static final double WEEK = 7;
    private static final double Z = 1.96;

    /** Forecasts from the weeks, the oldest first; empty for fewer than eight. */
    static Optional<Forecast> of(List<Long> weeks) {
        if (weeks.size() < WEEKS) {
            return Optional.empty();
        }
        List<Long> last = weeks.subList(weeks.size() - WEEKS, weeks.size());
        double mean = last.stream().mapToLong(Long::longValue).sum() / (double) WEEKS;
        double squares = last.stream().mapToDouble(each -> (each - mean) * (each - mean)).sum();
        double dispersion = mean == 0 ? 1 : Math.max(1, squares / (WEEKS - 1) / mean);
        double expected = mean * DAYS / WEEK;
        double spread = Z * Math.sqrt(dispersion * expected);
        return Optional.of(
                new Forecast(
                        Math.round(expected),
                        Math.round(Math.max(0, expected - spread)),
                        Math.round(expected + spread),
                        Math.round(dispersion * 100) / 100.0,
                        DAYS,
                        WEEKS));
    }
}
