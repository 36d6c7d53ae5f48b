package io.os199.cs.health.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * How one day compares with the same weekday in the preceding weeks.
 *
 * @param score how many spreads it is away from the median, four decimals
 * @param deviation from the median
 * @param swing the direction in which the day is flagged; absent when it is usual
 */
public record DayVerdict(
        BigDecimal median, BigDecimal score, BigDecimal deviation, @Nullable Swing swing) {
    /** The fewest reference days needed for a verdict. */
    public static final int FEWEST_REFERENCES = 6;

    private static final BigDecimal NORMAL_SPREAD = new BigDecimal("1.4826");
    private static final BigDecimal LEAST_SPREAD_SHARE = new BigDecimal("0.10");
    private static final BigDecimal LEAST_DEVIATION_SHARE = new BigDecimal("0.30");
    private static final BigDecimal FLAGGED = new BigDecimal("3.5");
    private static final BigDecimal QUIET = BigDecimal.valueOf(5);

    /** Returns the verdict; empty when the reference has too few days. */
    public static Optional<DayVerdict> of(UsageMetric metric, long value, List<Long> reference) {
        if (reference.size() < FEWEST_REFERENCES) {
            return Optional.empty();
        }
        BigDecimal median = median(reference.stream().map(BigDecimal::valueOf).toList());
        BigDecimal spread =
                median(
                        reference.stream()
                                .map(each -> BigDecimal.valueOf(each).subtract(median).abs())
                                .toList());
        BigDecimal unit =
                NORMAL_SPREAD
                        .multiply(spread)
                        .max(LEAST_SPREAD_SHARE.multiply(median))
                        .max(BigDecimal.ONE);
        BigDecimal deviation = BigDecimal.valueOf(value).subtract(median);
        BigDecimal score = deviation.divide(unit, 4, RoundingMode.HALF_UP);
        BigDecimal least =
                BigDecimal.valueOf(metric.leastDeviation())
                        .max(LEAST_DEVIATION_SHARE.multiply(median));
        boolean isFlagged =
                score.abs().compareTo(FLAGGED) >= 0 && deviation.abs().compareTo(least) >= 0;
        Swing swing = deviation.signum() > 0 ? Swing.SPIKE : Swing.DROP;
        return Optional.of(new DayVerdict(median, score, deviation, isFlagged ? swing : null));
    }

    /** Whether usage on such a day, for instance at a weekend, is usually so low that it does not split an episode. */
    boolean isQuietDay() {
        return median.compareTo(QUIET) < 0;
    }

    /** Returns the median; for an even number of values, the mean of the middle two. */
    public static BigDecimal median(List<BigDecimal> values) {
        List<BigDecimal> sorted = values.stream().sorted().toList();
        BigDecimal upper = sorted.get(sorted.size() / 2);
        BigDecimal lower = sorted.get((sorted.size() - 1) / 2);
        return upper.add(lower).divide(BigDecimal.TWO);
    }
}
