package io.os199.cs.expansion.renewal;

import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * The outcomes of renewals that were forecast a given number of days before, unrounded, beside the naive forecast
 * that each is renewed as often as those of the year before.
 *
 * @param bands the forecasts by their probability, non-empty bands only
 */
public record RenewalBacktest(Sums sums, List<Band> bands) {

    /**
     * The totals of all forecasts.
     *
     * @param renewalCount decided ones with a forecast
     * @param decidedCount all decided ones
     * @param replayedCount the number whose forecast was computed afterwards, from what was known on its day
     * @param predictedRenewed the sum of the probabilities
     * @param brier mean squared difference of probability and outcome; absent without any
     * @param naiveRate the rate of the year before; absent where none was decided then
     * @param amount the amount that the forecasts were about
     */
    public record Sums(
            int renewalCount,
            int decidedCount,
            int replayedCount,
            double predicted,
            BigDecimal actual,
            double predictedRenewed,
            int actualRenewedCount,
            @Nullable Double brier,
            @Nullable Double naiveRate,
            int naiveClosedCount,
            BigDecimal amount,
            @Nullable Double naiveBrier,
            List<Integer> modelVersions) {

        /** Returns {@code (predicted − actual) / actual}; absent where the actual amount is 0. */
        public @Nullable Double errorRate() {
            return errorRate(predicted);
        }

        /** Returns what the rate of the year before would have forecast; absent without it. */
        public @Nullable Double naivePredicted() {
            return naiveRate == null ? null : naiveRate * amount.doubleValue();
        }

        /** Returns the same as {@link #errorRate()} for the naive forecast. */
        public @Nullable Double naiveErrorRate() {
            Double naive = naivePredicted();
            return naive == null ? null : errorRate(naive);
        }

        private @Nullable Double errorRate(double foreseen) {
            double came = actual.doubleValue();
            return came == 0 ? null : (foreseen - came) / came;
        }
    }

    /** Forecasts with about the same probability. */
    public record Band(String band, int renewalCount, int renewedCount, double meanPredicted) {}

    /** Reads the renewals of the filter's clients that were dated in the given number of days up to its today. */
    public static RenewalBacktest read(
            Transaction tx, RenewalFilter filter, int leadDays, int periodDays) {
        return tx.dao(RenewalFactsDao.class).backtest(filter, leadDays, periodDays).backtest();
    }
}
