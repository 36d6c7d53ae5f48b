package io.os199.cs.expansion.lifetime;

/**
 * What a client is worth over some years: the margin on an ARR that grows, less what serving it costs, of as many years as it stays,
 * survived and discounted to the middle of each year.
 *
 * <p>{@code m·A·F(g) − c·F(0)}; {@code F(g) = Σ (1 + g)^(k−1) · y^(k−½)} over the years k, {@code y = (1 − q) / (1 + d)}.
 *
 * @param years of the horizon, N
 * @param discountRate a year, d
 * @param marginRate of the ARR, m
 * @param growthRate of the ARR a year, g
 */
record LifetimeModel(int years, double discountRate, double marginRate, double growthRate) {
    /** So near to 1, the sum of a geometric series is that of equal terms. */
    private static final double NO_DIFFERENCE = 1e-12;

    private static final double MOST_TENURE_YEARS = 20;

    /**
     * The value today.
     *
     * @param churn the probability of leaving within a year, q
     * @param arr that it pays now, A
     * @param cost of serving it for a year, c
     */
    double value(double churn, double arr, double cost) {
        return marginRate * arr * factor(churn, growthRate) - cost * factor(churn, 0);
    }

    /** F(g): how many years of today's amount the years of the horizon are worth. */
    double factor(double churn, double growth) {
        double kept = (1 - churn) / (1 + discountRate);
        return Math.sqrt(kept) * series(kept * (1 + growth) - 1);
    }

    /** How many years of the horizon it stays. */
    double yearsInHorizon(double churn) {
        return series(-churn);
    }

    /** How long it stays, at most {@value #MOST_TENURE_YEARS} years. */
    static double tenureYears(double churn) {
        return isTenureCapped(churn) ? MOST_TENURE_YEARS : 1 / churn;
    }

    /** Whether it would stay for longer than is counted. */
    static boolean isTenureCapped(double churn) {
        return churn * MOST_TENURE_YEARS < 1;
    }

    /** {@code 1 + x + … + x^(years − 1)} for {@code x = 1 + change}, exact also where x is near to 1. */
    private double series(double change) {
        return Math.abs(change) < NO_DIFFERENCE
                ? years
                : Math.expm1(years * Math.log1p(change)) / change;
    }
}
