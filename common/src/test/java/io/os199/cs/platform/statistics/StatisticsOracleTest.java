package io.os199.cs.platform.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.os199.cs.platform.statistics.Survival.Cases;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Compares the statistics with what R computes for two hundred samples ({@code build/oracle/statistics.R}). */
final class StatisticsOracleTest {
    private static final double SAME = 5e-9;

    @ParameterizedTest
    @CsvFileSource(resources = "r.csv", numLinesToSkip = 1)
    void intervalsAndSurvivalDaysAreThoseOfR(String kind, String input, double low, double high) {
        double[] in = Arrays.stream(input.split(" ")).mapToDouble(Double::parseDouble).toArray();
        Interval found =
                switch (kind) {
                    case "wilson" -> Interval.wilson((long) in[0], (long) in[1]);
                    case "newcombe" ->
                            Interval.newcombe(
                                    (long) in[0], (long) in[1], (long) in[2], (long) in[3]);
                    case "adjusted_wald" ->
                            Interval.netShare((long) in[0], (long) in[1], (long) in[2]);
                    case "student" -> student(in);
                    case "kaplan_meier" -> days(in);
                    default -> throw new AssertionError(kind);
                };
        assertThat(found.low()).isCloseTo(low, within(SAME));
        assertThat(found.high()).isCloseTo(high, within(SAME));
    }

    private static Interval student(double[] values) {
        double mean = DoubleStream.of(values).average().orElseThrow();
        double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
        return Interval.mean(mean, Math.sqrt(squares / (values.length - 1)), values.length);
    }

    /** Returns the days by which at most a half, and at most a quarter, are open; −1 for never. */
    private static Interval days(double[] signed) {
        List<Cases> cases =
                DoubleStream.of(signed)
                        .mapToObj(day -> new Cases((int) Math.abs(day), day > 0, 1))
                        .toList();
        Survival survival = Survival.of(cases);
        return new Interval(survival.median().orElse(-1), survival.until(0.25).orElse(-1));
    }
}
