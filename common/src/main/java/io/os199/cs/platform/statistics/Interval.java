package io.os199.cs.platform.statistics;

/** An interval that holds an unknown rate with a confidence of 95 %. */
public record Interval(double low, double high) {
    /** The standard normal distribution's quantile of 0.975. */
    private static final double Z = 1.959963984540054;

    /**
     * Of the rate that {@code count} out of {@code total} shows, which is at least 1 (Wilson, 1927: Probable inference, the law of
     * succession, and statistical inference).
     */
    public static Interval wilson(long count, long total) {
        double n = total;
        double rate = count / n;
        double spread = Z * Math.sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n));
        double middle = rate + Z * Z / (2 * n);
        double scale = 1 + Z * Z / n;
        return new Interval(
                count == 0 ? 0 : (middle - spread) / scale,
                count == total ? 1 : (middle + spread) / scale);
    }

    public boolean holds(double rate) {
        return low <= rate && rate <= high;
    }
}
