package io.os199.cs.retention.churn;

/** Shifts all probabilities of a model together to the observed level. */
final class Relevelling {
    private static final int HALVINGS = 100;
    private static final double FARTHEST = 60;

    private Relevelling() {}

    /**
     * Returns the δ with {@code Σ 1 / (1 + e^(−(logOdds + δ))) = churnedCount}.
     *
     * @param logOdds the log-odds of the rows
     * @param churnedCount between 0 and the number of rows, both exclusive
     */
    static double shift(double[] logOdds, int churnedCount) {
        if (churnedCount <= 0 || churnedCount >= logOdds.length) {
            throw new IllegalArgumentException(
                    "no shift of %d rows predicts %d".formatted(logOdds.length, churnedCount));
        }
        double low = -FARTHEST;
        double high = FARTHEST;
        for (int halving = 0; halving < HALVINGS; halving++) {
            double middle = (low + high) / 2;
            if (predicted(logOdds, middle) < churnedCount) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double predicted(double[] logOdds, double shift) {
        double sum = 0;
        for (double each : logOdds) {
            sum += Logistic.probability(each + shift);
        }
        return sum;
    }
}
