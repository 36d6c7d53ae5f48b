package io.os199.cs.retention.churn;

/** The logistic function and related functions, without overflow at either end. */
final class Logistic {
    private Logistic() {}

    /** Returns {@code 1 / (1 + e^(−logOdds))}. */
    static double probability(double logOdds) {
        if (logOdds >= 0) {
            return 1 / (1 + Math.exp(-logOdds));
        }
        double odds = Math.exp(logOdds);
        return odds / (1 + odds);
    }

    /** Returns {@code ln(p / (1 − p))}. */
    static double logOdds(double probability) {
        return Math.log(probability / (1 - probability));
    }

    /** Returns {@code −ln P(happened)} at these log-odds. */
    static double loss(double logOdds, boolean happened) {
        return softplus(happened ? -logOdds : logOdds);
    }

    /** Returns {@code ln(1 + e^x)}. */
    private static double softplus(double x) {
        return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
    }
}
