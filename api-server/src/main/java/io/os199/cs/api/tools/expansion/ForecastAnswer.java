package io.os199.cs.api.tools.expansion;

import io.os199.cs.core.model.RenewalStage;
import io.os199.cs.expansion.renewal.ForecastGroup;
import io.os199.cs.expansion.renewal.RenewalBacktest;
import io.os199.cs.expansion.renewal.RenewalForecast;
import io.os199.cs.expansion.renewal.RenewalRisk;
import io.os199.cs.expansion.renewal.WeighedRenewal;
import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The parts of an answer of {@code forecast_renewals}, rounded. */
final class ForecastAnswer {
    private static final int FEWEST_CALIBRATED = 20;
    private static final List<String> BANDS = List.of("0-0.5", "0.5-0.7", "0.7-0.85", "0.85-1");

    private ForecastAnswer() {}

    /**
     * All renewals of the forecast.
     *
     * @param expectedAmount Σ weight × amount; absent, like all expected values, where no renewal has a weight
     * @param expectedGrossRate of the ARR due that has a weight, excluding growth
     * @param expectedLowAmount with {@code expectedHighAmount} an 80 % range, which treats renewals as independent;
     *     absent unless the model has been tested against outcomes
     * @param calibrationNote what a reader of the expected values has to know
     */
    record Totals(
            int renewalCount,
            BigDecimal arrDueAmount,
            @Nullable BigDecimal expectedAmount,
            BigDecimal worstAmount,
            BigDecimal commitAmount,
            BigDecimal bestAmount,
            @Nullable BigDecimal expectedGrossRate,
            @Nullable BigDecimal expectedNetRate,
            @Nullable BigDecimal expectedChurnAmount,
            @Nullable BigDecimal expectedLowAmount,
            @Nullable BigDecimal expectedHighAmount,
            int overdueCount,
            int withoutProbabilityCount,
            BigDecimal arrWithoutProbabilityAmount,
            @Nullable String calibrationNote) {

        static Totals of(RenewalForecast.Sums read, @Nullable String note) {
            boolean isWeighed =
                    read.withoutProbabilityCount() < read.renewalCount()
                            || read.renewalCount() == 0;
            boolean isRanged = isWeighed && note == null;
            return new Totals(
                    read.renewalCount(),
                    Rounded.amount(read.arrDue()),
                    isWeighed ? Rounded.amount(read.expected()) : null,
                    Rounded.amount(read.worst()),
                    Rounded.amount(read.commit()),
                    Rounded.amount(read.best()),
                    Rounded.rateOf(read.grossRate()),
                    Rounded.rateOf(read.netRate()),
                    isWeighed ? Rounded.amount(read.expectedChurn()) : null,
                    isRanged ? Rounded.amount(read.low()) : null,
                    isRanged ? Rounded.amount(read.high()) : null,
                    read.overdueCount(),
                    read.withoutProbabilityCount(),
                    Rounded.amount(read.arrWithoutProbability()),
                    note);
        }
    }

    /** The renewals of a month, CSM, tier or segment. */
    record Group(
            String key,
            int renewalCount,
            BigDecimal arrDueAmount,
            @Nullable BigDecimal expectedAmount,
            BigDecimal worstAmount,
            BigDecimal commitAmount,
            BigDecimal bestAmount) {

        static Group of(ForecastGroup read) {
            return new Group(
                    read.key(),
                    read.renewalCount(),
                    Rounded.amount(read.arrDueAmount()),
                    Rounded.amountOf(read.expectedAmount()),
                    Rounded.amount(read.worstAmount()),
                    Rounded.amount(read.commitAmount()),
                    Rounded.amount(read.bestAmount()));
        }
    }

    /** The renewals of a stage. */
    record OfStage(
            RenewalStage stage,
            int renewalCount,
            BigDecimal arrDueAmount,
            @Nullable BigDecimal expectedAmount) {

        static OfStage of(RenewalForecast.OfStage read) {
            return new OfStage(
                    read.stage(),
                    read.renewalCount(),
                    Rounded.amount(read.arrDueAmount()),
                    Rounded.amountOf(read.expectedAmount()));
        }
    }

    /** The open renewals of a risk level. */
    record OfRisk(
            RenewalRisk renewalRisk,
            int renewalCount,
            BigDecimal arrDueAmount,
            @Nullable BigDecimal meanWeight) {

        static OfRisk of(RenewalForecast.OfRisk read) {
            return new OfRisk(
                    read.renewalRisk(),
                    read.renewalCount(),
                    Rounded.amount(read.arrDueAmount()),
                    Rounded.rateOf(read.meanWeight()));
        }
    }

    /**
     * One renewal.
     *
     * @param amount the outcome, else the proposed amount, else the current ARR
     * @param weight absent where no probability is known
     * @param weightBasis outcome, own_rate or usual_rate of commitments, churn_model, unknown
     */
    record Item(
            String clientId,
            String clientName,
            String contractId,
            LocalDate renewalDate,
            RenewalStage stage,
            BigDecimal currentArrAmount,
            BigDecimal amount,
            @Nullable BigDecimal weight,
            String weightBasis,
            boolean inWorst,
            boolean inCommit,
            boolean inBest) {

        static Item of(WeighedRenewal read) {
            return new Item(
                    read.clientId(),
                    read.clientName(),
                    read.contractId(),
                    read.renewalDate(),
                    read.stage(),
                    Rounded.amount(read.currentArr()),
                    Rounded.amount(read.amount()),
                    Rounded.rateOf(read.weight()),
                    read.weightBasis(),
                    read.inWorst(),
                    read.inCommit(),
                    read.inBest());
        }
    }

    /**
     * How stored forecasts turned out.
     *
     * @param errorRate (predicted − actual) / actual
     * @param brier mean squared difference of probability and outcome, 0 at best
     * @param calibration absent below 20 renewals
     * @param naive every renewal at the rate of the 365 days before the period; absent where none was decided in
     *     those days
     */
    record Looked(
            int renewalCount,
            BigDecimal predictedAmount,
            BigDecimal actualAmount,
            @Nullable BigDecimal errorRate,
            BigDecimal predictedRenewedCount,
            int actualRenewedCount,
            @Nullable BigDecimal brier,
            @Nullable List<Band> calibration,
            @Nullable Naive naive,
            List<Integer> modelVersions) {

        static Looked of(RenewalBacktest backtest) {
            RenewalBacktest.Sums read = backtest.sums();
            return new Looked(
                    read.renewalCount(),
                    Rounded.amount(read.predicted()),
                    Rounded.amount(read.actual()),
                    Rounded.rateOf(read.errorRate()),
                    Rounded.figure(read.predictedRenewed()),
                    read.actualRenewedCount(),
                    Rounded.rateOf(read.brier()),
                    read.renewalCount() < FEWEST_CALIBRATED ? null : bands(backtest),
                    naive(read),
                    read.modelVersions());
        }

        private static List<Band> bands(RenewalBacktest read) {
            Map<String, RenewalBacktest.Band> found =
                    read.bands().stream()
                            .collect(
                                    Collectors.toMap(
                                            RenewalBacktest.Band::band, Function.identity()));
            return BANDS.stream().filter(found::containsKey).map(found::get).map(Band::of).toList();
        }

        private static @Nullable Naive naive(RenewalBacktest.Sums read) {
            Double rate = read.naiveRate();
            Double predicted = read.naivePredicted();
            return rate == null || predicted == null
                    ? null
                    : new Naive(
                            Rounded.rate(rate),
                            read.naiveClosedCount(),
                            Rounded.figure(predicted),
                            Rounded.rateOf(read.naiveErrorRate()),
                            Rounded.amount(rate * read.renewalCount()),
                            Rounded.rateOf(read.naiveBrier()));
        }
    }

    /** Forecasts of about the same probability, with the Wilson 95 % interval of the outcomes. */
    record Band(
            String band,
            int renewalCount,
            BigDecimal meanPredicted,
            BigDecimal observedRate,
            BigDecimal intervalLow,
            BigDecimal intervalHigh) {

        static Band of(RenewalBacktest.Band read) {
            Interval interval = Interval.wilson(read.renewedCount(), read.renewalCount());
            return new Band(
                    read.band(),
                    read.renewalCount(),
                    Rounded.rate(read.meanPredicted()),
                    Rounded.rate((double) read.renewedCount() / read.renewalCount()),
                    Rounded.rate(interval.low()),
                    Rounded.rate(interval.high()));
        }
    }

    /**
     * What one rate for all renewals would have predicted.
     *
     * @param closedCount the number of decided renewals behind the rate
     */
    record Naive(
            BigDecimal renewalRate,
            int closedCount,
            BigDecimal predictedAmount,
            @Nullable BigDecimal errorRate,
            BigDecimal predictedRenewedCount,
            @Nullable BigDecimal brier) {}
}
