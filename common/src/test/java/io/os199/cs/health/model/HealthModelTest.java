package io.os199.cs.health.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/** The worked decays and the forecast of the health model. */
class HealthModelTest {
    @Test
    void theWeightOfAFactDecaysExponentially() {
        BigDecimal decay = BigDecimal.valueOf(21);
        assertThat(
                        IntStream.of(0, 1, 7, 14, 21, 30, 60)
                                .mapToObj(d -> Decay.exponential(d, decay).toString()))
                .containsExactly(
                        "1.000000",
                        "0.953497",
                        "0.716531",
                        "0.513417",
                        "0.367879",
                        "0.239651",
                        "0.057433");
    }

    @Test
    void twoPointsAWeekBendTowardsLevelAndFiveWeeksAreTooFew() {
        HealthForecast forecast =
                HealthForecast.of(weekly(6), LocalDate.parse("2026-06-30")).orElseThrow();
        assertThat(forecast.slopePointsPerWeek()).isEqualTo("2.00");
        assertThat(forecast.residualPoints()).isEqualTo("0.00");
        assertThat(forecast.points())
                .extracting(point -> point.score().toString())
                .containsExactly("75.42", "78.25", "79.72");
        assertThat(HealthForecast.of(weekly(5), LocalDate.parse("2026-06-30"))).isEmpty();
    }

    @Test
    void theTrendGoesOnFromTheLastScoreHoweverOld() {
        HealthForecast forecast =
                HealthForecast.of(weekly(6), LocalDate.parse("2026-07-28")).orElseThrow();
        assertThat(forecast.points().getFirst().forecastOn()).isEqualTo("2026-08-25");
        assertThat(forecast.points())
                .as("four weeks later, each is what was forecast for four weeks more")
                .extracting(point -> point.score().toString())
                .startsWith("78.25", "79.72");
    }

    private static List<HealthForecast.Weekly> weekly(int weeks) {
        return IntStream.range(0, weeks)
                .mapToObj(
                        i ->
                                new HealthForecast.Weekly(
                                        LocalDate.parse("2026-05-20").plusWeeks(i),
                                        BigDecimal.valueOf(60 + 2L * i).setScale(2)))
                .toList();
    }
}
