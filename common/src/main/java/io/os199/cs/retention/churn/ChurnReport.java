package io.os199.cs.retention.churn;

import io.os199.cs.retention.facts.ChurnFeature;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/**
 * The findings of a training, the column {@code metrics} of the version that it made.
 *
 * @param labelledChurnCount rows for which it is known that the client left
 * @param lambda how strongly the weights were held at the prior; absent, like all that follows from a fit, where
 *     there was none
 * @param slope the factor applied to the log-odds so that they spread as they should (Platt 1999)
 * @param droppedFeatures features with too little data here to learn from
 * @param test how the fitted model forecast the newest windows, which it had not seen
 * @param prior how the judged weights, brought to the level of the older windows, forecast the same rows
 * @param gates the criteria that a fitted model has to meet before it is used
 */
public record ChurnReport(
        int labelledRowCount,
        int labelledChurnCount,
        Rows trainRows,
        Rows testRows,
        int trainChurnsNeeded,
        int testChurnsNeeded,
        @Nullable Double lambda,
        @Nullable Double slope,
        @Nullable Double offset,
        List<ChurnFeature> droppedFeatures,
        @Nullable ForecastQuality test,
        List<CalibrationBin> calibrationTable,
        @Nullable ForecastQuality prior,
        List<CalibrationBin> priorCalibrationTable,
        List<Gate> gates) {
    /**
     * The labelled churns that the older windows need before weights are learned; the newest windows need {@code
     * TEST_CHURNS} to test them.
     */
    public static final int TRAIN_CHURNS = 30;

    public static final int TEST_CHURNS = 10;

    /**
     * Rows that were learned from, or tested on.
     *
     * @param firstOn the oldest day of the rows, absent where there is none
     * @param windowCount how many days the rows cover
     */
    public record Rows(
            @Nullable LocalDate firstOn,
            @Nullable LocalDate lastOn,
            int windowCount,
            int rowCount,
            int churnedCount,
            @Nullable Double baseRate) {}

    /**
     * A criterion that a fitted model has to meet.
     *
     * @param expected the required {@code value}, in words
     */
    public record Gate(String name, boolean isPassed, @Nullable Double value, String expected) {}

    boolean passes() {
        return !gates.isEmpty() && gates.stream().allMatch(Gate::isPassed);
    }
}
