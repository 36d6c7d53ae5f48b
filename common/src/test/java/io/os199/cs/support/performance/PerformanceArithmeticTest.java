package io.os199.cs.support.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.support.performance.WeeklyTrend.Direction;
import io.os199.cs.support.performance.WeeklyTrend.Point;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The arithmetic of support performance, to the digit. */
final class PerformanceArithmeticTest {
    private static final List<Long> STABLE = List.of(10L, 12L, 9L, 14L, 11L, 13L, 8L, 11L);
    private static final List<Long> RISING = List.of(8L, 10L, 13L, 11L, 12L, 15L, 16L, 19L);

    @Test
    void weeksThatStayAndWeeksThatRise() {
        WeeklyTrend stable = trend(STABLE);
        assertThat(stable.mean()).isEqualTo(11);
        assertThat(stable.slope()).isCloseTo(-0.048, within(0.0005));
        assertThat(stable.direction()).isEqualTo(Direction.STABLE);
        assertThat(Forecast.of(STABLE)).contains(new Forecast(47, 34, 61, 1, 30, 8));

        WeeklyTrend rising = trend(RISING);
        assertThat(rising.mean()).isEqualTo(13);
        assertThat(rising.slope()).isCloseTo(1.357, within(0.0005));
        assertThat(rising.direction()).isEqualTo(Direction.RISING);
        assertThat(trend(RISING.reversed()).direction()).isEqualTo(Direction.FALLING);
        Forecast forecast = Forecast.of(RISING).orElseThrow();
        assertThat(List.of(forecast.expectedCount(), forecast.lowCount(), forecast.highCount()))
                .containsExactly(56L, 41L, 70L);
    }

    @Test
    void fewWeeksSayNothing() {
        assertThat(trend(List.of(1L, 2L, 3L, 4L, 5L)).direction()).isEqualTo(Direction.STABLE);
        assertThat(trend(List.of(1L, 2L, 3L, 4L, 5L, 6L)).direction()).isEqualTo(Direction.RISING);
        assertThat(trend(List.of())).isEqualTo(new WeeklyTrend(0, 0, 0, Direction.STABLE));
        assertThat(trend(List.of(0L, 0L, 0L, 0L, 0L, 0L)).direction()).isEqualTo(Direction.STABLE);
        assertThat(Forecast.of(RISING.subList(0, 7))).isEmpty();
        // Of nine weeks the last eight count.
        List<Long> nine = new ArrayList<>(List.of(1_000L));
        nine.addAll(STABLE);
        assertThat(Forecast.of(nine)).isEqualTo(Forecast.of(STABLE));
        assertThat(Forecast.of(List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L)))
                .contains(new Forecast(0, 0, 0, 1, 30, 8));
        // Weeks that scatter more than chance allows widen the range: variance 400 / mean 10, 42.86
        // ± 1.96 *
        // sqrt(45.71 * 42.86).
        Forecast scattered = Forecast.of(List.of(0L, 0L, 0L, 0L, 20L, 20L, 20L, 20L)).orElseThrow();
        assertThat(scattered.dispersion()).isEqualTo(11.43);
        assertThat(scattered.lowCount()).isZero();
        assertThat(scattered.highCount()).isEqualTo(86);
    }

    @Test
    void whatIsMoreThanChance() {
        assertThat(Significance.z(new Share(40, 50), new Share(46, 50)))
                .isCloseTo(-1.73, within(0.005));
        assertThat(Significance.ofShares(new Share(40, 50), new Share(46, 50))).isFalse();
        assertThat(Significance.z(new Share(36, 50), new Share(46, 50)))
                .isCloseTo(-2.60, within(0.005));
        assertThat(Significance.ofShares(new Share(36, 50), new Share(46, 50))).isTrue();
        assertThat(Significance.ofShares(new Share(0, 19), new Share(46, 50))).isFalse();
        assertThat(Significance.ofShares(new Share(50, 50), new Share(50, 50))).isFalse();
        assertThat(Significance.ofCounts(47, 30)).isFalse();
        assertThat(Significance.ofCounts(48, 30)).isTrue();
        assertThat(Significance.ofCounts(0, 0)).isFalse();
        assertThat(Significance.ofMedians(median(20, "120.0"), median(20, "100.0"))).isTrue();
        assertThat(Significance.ofMedians(median(20, "119.9"), median(20, "100.0"))).isFalse();
        assertThat(Significance.ofMedians(median(19, "500.0"), median(20, "100.0"))).isFalse();
    }

    @Test
    void seventeenOfTwenty() {
        Interval of = Interval.wilson(17, 20);
        assertThat(of.low()).isCloseTo(0.6396, within(0.00005));
        assertThat(of.high()).isCloseTo(0.9476, within(0.00005));
        assertThat(MetricSet.average(List.of(0L, 1L, 1L, 2L, 2L)).value())
                .isEqualTo(new BigDecimal("3.83"));
        assertThat(MetricSet.average(List.of(0L, 1L, 1L, 2L, 0L)).value()).isNull();
    }

    private static Minutes median(long n, String minutes) {
        BigDecimal of = new BigDecimal(minutes);
        return new Minutes(n, of, of, of, null, null);
    }

    private static WeeklyTrend trend(List<Long> weeks) {
        List<Point> points = new ArrayList<>();
        for (long each : weeks) {
            points.add(new Point(points.size(), each));
        }
        return WeeklyTrend.of(points);
    }
}
