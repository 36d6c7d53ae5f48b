package io.os199.cs.platform.statistics;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;

/** Quantiles as PostgreSQL's {@code percentile_cont} has them: between two values, on the line from one to the other. */
public final class Quantiles {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private final List<BigDecimal> sorted;

    public Quantiles(Collection<BigDecimal> values) {
        this.sorted = values.stream().sorted().toList();
    }

    /** The quantile of {@code share} (0 to 1), half away from zero; absent for no values. */
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

    /** Of an even count the mean of the middle two. */
    public @Nullable BigDecimal median(int decimals) {
        return at(HALF, decimals);
    }
}
