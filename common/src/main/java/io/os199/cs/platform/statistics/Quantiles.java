package io.os199.cs.platform.statistics;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;

/** Quantiles as computed by PostgreSQL's {@code percentile_cont}: interpolated linearly between two values. */
public final class Quantiles {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private final List<BigDecimal> sorted;

    public Quantiles(Collection<BigDecimal> values) {
        this.sorted = values.stream().sorted().toList();
    }

    /** The quantile at {@code share} (0 to 1), rounded half away from zero; absent if there are no values. */
    public @Nullable BigDecimal at(BigDecimal share, int decimals) {
        if (sorted.isEmpty()) {
            return null;
        }
        BigDecimal place = share.multiply(BigDecimal.valueOf(sorted.size() - 1L));
        int below = place.setScale(0, RoundingMode.DOWN).intValueExact();
        BigDecimal low = sorted.get(below);
        BigDecimal high = sorted.get(Math.min(below + 1, sorted.size() - 1));
        BigDecimal beyond = place.subtract(BigDecimal.valueOf(below));
        return low.add(beyond.multiply(high.subtract(low)))
                .setScale(decimals, RoundingMode.HALF_UP);
    }

    /** For an even count, the mean of the middle two. */
    public @Nullable BigDecimal median(int decimals) {
        return at(HALF, decimals);
    }
}
