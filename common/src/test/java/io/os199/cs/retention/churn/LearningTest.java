package io.os199.cs.retention.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.retention.churn.ForecastQuality.Forecast;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The arithmetic of training: worked examples, and properties that hold for any rows. */
class LearningTest {
    private static final LocalDate DAY = LocalDate.parse("2026-06-30");

    @Test
    void shiftsTheLevelToWhatHappened() {
        double[] logOdds = new double[1_000];
        Arrays.fill(logOdds, 0, 500, -3);
        Arrays.fill(logOdds, 500, 1_000, -2);
        assertThat(Relevelling.shift(logOdds, 100)).isCloseTo(0.2047, within(5e-5));
        assertThatThrownBy(() -> Relevelling.shift(logOdds, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void measuresForecasts() {
        List<Forecast> forecasts =
                List.of(
                        new Forecast("a", DAY, 0.1, false),
                        new Forecast("b", DAY, 0.4, false),
                        new Forecast("c", DAY, 0.35, true),
                        new Forecast("d", DAY, 0.8, true));
        ForecastQuality quality = ForecastQuality.of(forecasts, 0.5);
        assertThat(quality.auc()).isEqualTo(0.75);
        assertThat(quality.brier()).isCloseTo(0.158125, within(1e-12));
        assertThat(quality.brierSkill()).isCloseTo(1 - 0.158125 / 0.25, within(1e-12));
        assertThat(quality.topTenthLift()).isEqualTo(2);
        Interval wilson = Interval.wilson(7, 40);
        assertThat(wilson.low()).isCloseTo(0.0875, within(5e-5));
        assertThat(wilson.high()).isCloseTo(0.3195, within(5e-5));
    }

    @Test
    void fitsBetweenRowsAndPrior() {
        LogisticFit fit =
                LogisticFit.of(
                        new double[][] {{-1}, {-1}, {1}, {1}},
                        new boolean[] {false, false, false, true},
                        new double[] {0.5},
                        1);
        assertThat(fit.intercept()).isCloseTo(-1.3026, within(5e-5));
        assertThat(fit.weight(0)).isCloseTo(0.8986, within(5e-5));
    }

    /** At the minimum the gradient of the objective is zero, wherever Newton's method started. */
    @Property(tries = 60)
    void endsWhereTheGradientIsZero(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 15) int columns,
            @ForAll @DoubleRange(min = 0.5, max = 300) double lambda) {
        Random random = new Random(seed);
        int n = 40 + random.nextInt(200);
        double[][] rows = new double[n][columns];
        boolean[] happened = new boolean[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < columns; j++) {
                rows[i][j] = Math.clamp(random.nextGaussian(), -3, 3);
            }
            happened[i] = random.nextDouble() < Logistic.probability(rows[i][0] - 1);
        }
        happened[0] = true;
        happened[1] = false;
        double[] prior = random.doubles(columns, -1, 1).toArray();

        LogisticFit fit = LogisticFit.of(rows, happened, prior, lambda);

        double[] gradient = new double[columns + 1];
        for (int i = 0; i < n; i++) {
            double off = Logistic.probability(fit.logOdds(rows[i])) - (happened[i] ? 1 : 0);
            gradient[0] += off;
            for (int j = 0; j < columns; j++) {
                gradient[j + 1] += off * rows[i][j];
            }
        }
        for (int j = 0; j < columns; j++) {
            gradient[j + 1] += lambda * (fit.weight(j) - prior[j]);
        }
        // A last step below 1e-8, times a curvature of a few hundred.
        for (double each : gradient) {
            assertThat(each).isCloseTo(0, within(1e-5));
        }
    }

    /** The share of pairs in which the one that left had the higher probability, counted pair by pair. */
    @Property(tries = 100)
    void theAreaUnderTheCurveIsAShareOfPairs(@ForAll long seed) {
        Random random = new Random(seed);
        List<Forecast> forecasts =
                random.ints(2 + random.nextInt(60), 0, 10)
                        .mapToObj(
                                p ->
                                        new Forecast(
                                                "client_" + p, DAY, p / 10.0, random.nextBoolean()))
                        .toList();
        double won = 0;
        double pairs = 0;
        for (Forecast left : forecasts) {
            for (Forecast stayed : forecasts) {
                if (left.happened() && !stayed.happened()) {
                    pairs++;
                    won +=
                            left.probability() > stayed.probability()
                                    ? 1
                                    : left.probability() == stayed.probability() ? 0.5 : 0;
                }
            }
        }
        Double auc = ForecastQuality.of(forecasts, 0.5).auc();
        if (pairs == 0) {
            assertThat(auc).isNull();
        } else {
            assertThat(auc).isCloseTo(won / pairs, within(1e-12));
        }
    }

    @Property(tries = 100)
    void binsHoldEveryForecastOnceInOrder(@ForAll @IntRange(max = 200) int n, @ForAll long seed) {
        Random random = new Random(seed);
        List<Forecast> forecasts =
                random.doubles(n)
                        .mapToObj(p -> new Forecast("client", DAY, p, random.nextInt(4) == 0))
                        .toList();
        List<CalibrationBin> bins = CalibrationBin.of(forecasts);
        assertThat(bins).hasSize(Math.min(10, n));
        assertThat(bins.stream().mapToInt(CalibrationBin::rowCount).sum()).isEqualTo(n);
        assertThat(bins.stream().mapToInt(CalibrationBin::churnedCount).sum())
                .isEqualTo((int) forecasts.stream().filter(Forecast::happened).count());
        assertThat(bins.stream().mapToInt(CalibrationBin::rowCount).distinct().count())
                .isLessThanOrEqualTo(2);
        for (int i = 1; i < bins.size(); i++) {
            assertThat(bins.get(i).lower()).isGreaterThanOrEqualTo(bins.get(i - 1).upper());
        }
    }
}
