package io.os199.cs.retention.churn;

import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.retention.churn.ForecastQuality.Forecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Forecasts of about the same probability, beside the share of them that came true.
 *
 * @param lower the smallest probability among them
 * @param upper the largest
 * @param intervalLow the lower bound of the observed rate; with {@code intervalHigh}, Wilson's 95 % interval
 */
public record CalibrationBin(
        double lower,
        double upper,
        int rowCount,
        double meanPredicted,
        int churnedCount,
        double observedRate,
        double intervalLow,
        double intervalHigh) {
    private static final int BINS = 10;

    /**
     * Returns ten bins of counts as equal as possible, the lowest probabilities first; for fewer than ten forecasts,
     * one bin each.
     */
    static List<CalibrationBin> of(List<Forecast> forecasts) {
        List<Forecast> sorted =
                forecasts.stream()
                        .sorted(
                                Comparator.comparingDouble(Forecast::probability)
                                        .thenComparing(Forecast::clientId)
                                        .thenComparing(Forecast::asOf))
                        .toList();
        int n = sorted.size();
        int bins = Math.min(BINS, n);
        List<CalibrationBin> table = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            table.add(
                    ofRows(
                            sorted.subList(
                                    (int) ((long) bin * n / bins), (int) ((bin + 1L) * n / bins))));
        }
        return table;
    }

    private static CalibrationBin ofRows(List<Forecast> rows) {
        int churned = (int) rows.stream().filter(Forecast::happened).count();
        Interval interval = Interval.wilson(churned, rows.size());
        return new CalibrationBin(
                rows.getFirst().probability(),
                rows.getLast().probability(),
                rows.size(),
                rows.stream().mapToDouble(Forecast::probability).sum() / rows.size(),
                churned,
                (double) churned / rows.size(),
                interval.low(),
                interval.high());
    }
}
