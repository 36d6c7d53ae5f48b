package io.os199.cs.expansion.lifetime;

/**
 * The value of a client over some years: the margin on a growing ARR, less the cost to serve, for as many years as
 * the client stays, weighted by survival and discounted to the middle of each year.
 *
 * <p>{@code m·A·F(g) − c·F(0)}; {@code F(g) = Σ (1 + g)^(k−1) · y^(k−½)} over the years k, {@code y = (1 − q) / (1 +
 * d)}.
 *
 * @param years of the horizon, N
 * @param discountRate per year, d
 * @param marginRate of the ARR, m
 * @param growthRate of the ARR per year, g
 */
record LifetimeModel(int years, double discountRate, double marginRate, double growthRate) {
    /** This close to 1, the sum of a geometric series is taken as that of equal terms. */
    private static final double NO_DIFFERENCE = 1e-12;

    private static final double MOST_TENURE_YEARS = 20;

    /**
     * The present value.
     *
     * @param churn the probability of leaving within a year, q
     * @param arr the current ARR, A
     * @param cost the cost to serve for a year, c
     */
    double value(double churn, double arr, double cost) {
        return marginRate * arr * factor(churn, growthRate) - cost * factor(churn, 0);
    }

    /** F(g): how many years of today's amount the years of the horizon are worth. */
    double factor(double churn, double growth) {
        double kept = (1 - churn) / (1 + discountRate);
        return Math.sqrt(kept) * series(kept * (1 + growth) - 1);
    }

    /** How many years of the horizon the client stays. */
    double yearsInHorizon(double churn) {
        return series(-churn);
    }

    /** How long the client stays, at most {@value #MOST_TENURE_YEARS} years. */
    static double tenureYears(double churn) {
        return isTenureCapped(churn) ? MOST_TENURE_YEARS : 1 / churn;
    }

    /** Whether the client would stay longer than is counted. */
    static boolean isTenureCapped(double churn) {
        return churn * MOST_TENURE_YEARS < 1;
    }

    /** {@code 1 + x + … + x^(years − 1)} for {@code x = 1 + change}, exact even where x is close to 1. */
    private double series(double change) {
        return Math.abs(change) < NO_DIFFERENCE
                ? years
                : Math.expm1(years * Math.log1p(change)) / change;
    }
}
