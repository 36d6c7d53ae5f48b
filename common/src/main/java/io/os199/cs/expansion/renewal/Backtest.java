package io.os199.cs.expansion.renewal;

import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * How renewals came out that were foreseen so many days before, unrounded; beside the forecast that every one is renewed as often as
 * those of the year before.
 *
 * @param bands the forecasts by their probability, those that there are
 */
public record Backtest(Sums sums, List<Band> bands) {

    /**
     * All of them added up.
     *
     * @param renewalCount decided ones with a forecast
     * @param decidedCount all decided ones
     * @param replayedCount of how many the forecast was computed afterwards, by what was known on its day
     * @param predictedRenewed the sum of the probabilities
     * @param brier mean squared difference of probability and outcome; absent without any
     * @param naiveRate the rate of the year before; absent where none was decided then
     * @param amount what the forecasts were about
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

        /** {@code (predicted − actual) / actual}; absent where nothing came. */
        public @Nullable Double errorRate() {
            return errorRate(predicted);
        }

        /** What the rate of the year before would have foreseen; absent without it. */
        public @Nullable Double naivePredicted() {
            return naiveRate == null ? null : naiveRate * amount.doubleValue();
        }

        /** As {@link #errorRate()}, of that. */
        public @Nullable Double naiveErrorRate() {
            Double naive = naivePredicted();
            return naive == null ? null : errorRate(naive);
        }

        private @Nullable Double errorRate(double foreseen) {
            double came = actual.doubleValue();
            return came == 0 ? null : (foreseen - came) / came;
        }
    }

    /** Forecasts of about the same probability. */
    public record Band(String band, int renewalCount, int renewedCount, double meanPredicted) {}

    /** Renewals of the filter's clients, dated in so many days to its today. */
    public static Backtest read(
            Transaction tx, RenewalFilter filter, int leadDays, int periodDays) {
        return tx.dao(RenewalFactsDao.class).backtest(filter, leadDays, periodDays).backtest();
    }
}
