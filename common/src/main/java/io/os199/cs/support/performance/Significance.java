package io.os199.cs.support.performance;

/** Whether two figures differ by more than chance, at 5 %. */
final class Significance {
    private static final double Z = 1.96;
    private static final double LEAST = 0.20;

    private Significance() {}

    /** Compares two counts from periods of equal length (two Poisson variables, by the normal approximation). */
    static boolean ofCounts(long one, long other) {
        return Math.abs(one - other) > Z * Math.sqrt((double) one + other);
    }

    /**
     * Compares two shares of independent samples by the two-proportion test with their common share; false where
     * either total is too small.
     */
    static boolean ofShares(Share one, Share other) {
        return one.isOfMany() && other.isOfMany() && Math.abs(z(one, other)) >= Z;
    }

    /** Returns how many standard errors the first share is above the second; 0 where both are 0 or both are 1. */
    static double z(Share one, Share other) {
        double common = one.plus(other).value();
        double error = Math.sqrt(common * (1 - common) * (1.0 / one.n() + 1.0 / other.n()));
        return error == 0 ? 0 : (one.value() - other.value()) / error;
    }

    /** Whether the medians differ by at least a fifth of the second; false where either sample is too small. */
    static boolean ofMedians(Minutes one, Minutes other) {
        return one.n() >= Share.MANY
                && other.n() >= Share.MANY
                && one.p50Minutes() != null
                && other.p50Minutes() != null
                && one.p50Minutes().compareTo(other.p50Minutes()) != 0
                && Math.abs(one.p50Minutes().doubleValue() - other.p50Minutes().doubleValue())
                        >= LEAST * other.p50Minutes().doubleValue();
    }
}
