package io.os199.cs.support.performance;

/** Whether two figures differ by more than chance, at 5 %. */
final class Significance {
    private static final double Z = 1.96;
    private static final double LEAST = 0.20;

    private Significance() {}

    /** Of two counts of equally long periods (two Poisson variables, by the normal approximation). */
    static boolean ofCounts(long one, long other) {
        return Math.abs(one - other) > Z * Math.sqrt((double) one + other);
    }

    /** Two shares of independent samples, by the test of two proportions with their common share; of few there is no telling. */
    static boolean ofShares(Share one, Share other) {
        return one.isOfMany() && other.isOfMany() && Math.abs(z(one, other)) >= Z;
    }

    /** How many standard errors the first share is above the second; 0 where both are nothing or all. */
    static double z(Share one, Share other) {
        double common = one.plus(other).value();
        double error = Math.sqrt(common * (1 - common) * (1.0 / one.n() + 1.0 / other.n()));
        return error == 0 ? 0 : (one.value() - other.value()) / error;
    }

    /** Medians that differ by a fifth of the second; of few there is no telling. */
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
