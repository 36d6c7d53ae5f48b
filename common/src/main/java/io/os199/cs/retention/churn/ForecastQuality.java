package io.os199.cs.retention.churn;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * The quality of some forecasts.
 *
 * @param auc the chance that a client that left had been given a higher probability than one that stayed, ties ½
 *     (Hanley, McNeil 1982); absent where nobody left or all did
 * @param brier the mean of (probability − outcome)² (Brier 1950); absent without forecasts, like the others
 * @param logLoss the mean of −ln of the probability that was given to what happened
 * @param brierSkill 1 − Brier score ÷ that of always saying the base rate
 * @param topTenthLift the rate of leaving among the tenth with the highest probabilities (rounded up) ÷ the rate of
 *     all; absent where nobody left
 */
public record ForecastQuality(
        int rowCount,
        int churnedCount,
        @Nullable Double meanPredicted,
        @Nullable Double auc,
        @Nullable Double brier,
        @Nullable Double logLoss,
        @Nullable Double brierSkill,
        @Nullable Double topTenthLift) {
    private static final double TINY = 1e-15;

    /** A probability that was given, and what then happened. */
    public record Forecast(String clientId, LocalDate asOf, double probability, boolean happened) {}

    /**
     * Returns the quality of these forecasts.
     *
     * @param baseRate the probability that would have been given without a model
     */
    public static ForecastQuality of(List<Forecast> forecasts, double baseRate) {
        int n = forecasts.size();
        int churned = (int) forecasts.stream().filter(Forecast::happened).count();
        if (n == 0) {
            return new ForecastQuality(0, 0, null, null, null, null, null, null);
        }
        double sum = 0;
        double squares = 0;
        double baseSquares = 0;
        double loss = 0;
        for (Forecast each : forecasts) {
            double outcome = each.happened() ? 1 : 0;
            double p = each.probability();
            sum += p;
            squares += (p - outcome) * (p - outcome);
            baseSquares += (baseRate - outcome) * (baseRate - outcome);
            loss -= Math.log(Math.max(TINY, each.happened() ? p : 1 - p));
        }
        return new ForecastQuality(
                n,
                churned,
                sum / n,
                auc(forecasts, churned),
                squares / n,
                loss / n,
                baseSquares == 0 ? null : 1 - squares / baseSquares,
                churned == 0 ? null : lift(forecasts, churned));
    }

    /** Computes the AUC from the ranks of those who left; equal probabilities share the mean of their ranks. */
    private static @Nullable Double auc(List<Forecast> forecasts, int churned) {
        int n = forecasts.size();
        if (churned == 0 || churned == n) {
            return null;
        }
        List<Forecast> sorted =
                forecasts.stream()
                        .sorted(Comparator.comparingDouble(Forecast::probability))
                        .toList();
        double ranks = 0;
        int from = 0;
        while (from < n) {
            int to = from;
            int left = 0;
            while (to < n && sorted.get(to).probability() == sorted.get(from).probability()) {
                left += sorted.get(to).happened() ? 1 : 0;
                to++;
            }
            ranks += left * (from + 1 + to) / 2.0;
            from = to;
        }
        double smallest = churned * (churned + 1.0) / 2;
        return (ranks - smallest) / ((double) churned * (n - churned));
    }

    private static double lift(List<Forecast> forecasts, int churned) {
        int top = (forecasts.size() + 9) / 10;
        long left =
                forecasts.stream()
                        .sorted(
                                Comparator.comparingDouble((Forecast each) -> -each.probability())
                                        .thenComparing(Forecast::clientId)
                                        .thenComparing(Forecast::asOf))
                        .limit(top)
                        .filter(Forecast::happened)
                        .count();
        return ((double) left / top) / ((double) churned / forecasts.size());
    }
}
