package io.os199.cs.feedback.analysis;

import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.satisfaction.ScoreCount;
import io.os199.cs.retention.satisfaction.SurveyTally;

import org.jspecify.annotations.Nullable;

import java.util.function.ToDoubleFunction;

/** Figures of samples as they are shown: none below 5, with a warning below 30. */
final class Measures {
    static final int LEAST = 5;
    private static final int MANY = 30;
    private static final int RATE = 4;
    private static final int POINTS = 2;
    private static final double PERCENT = 100;

    private Measures() {}

    static @Nullable Boolean isSmall(int n) {
        return n < MANY ? true : null;
    }

    /** Returns a share of a sample. */
    static SentimentReport.Share share(int count, int n) {
        if (n < LEAST) {
            return new SentimentReport.Share(count, n, null, null, null, null);
        }
        Interval interval = Interval.wilson(count, n);
        return new SentimentReport.Share(
                count,
                n,
                Rounded.rate((double) count / n),
                Rounded.rate(interval.low()),
                Rounded.rate(interval.high()),
                "wilson");
    }

    static SentimentReport.Measure nps(SurveyTally tally) {
        return measure(
                tally,
                POINTS,
                "adjusted_wald",
                each -> PERCENT * (each.promoters() - each.detractors()) / each.total(),
                each ->
                        percent(
                                Interval.netShare(
                                        each.promoters(), each.detractors(), each.total())));
    }

    static SentimentReport.Measure csat(SurveyTally tally) {
        return measure(
                tally,
                RATE,
                "wilson",
                each -> (double) satisfied(each) / each.total(),
                each -> Interval.wilson(satisfied(each), each.total()));
    }

    static SentimentReport.Measure ces(SurveyTally tally) {
        return measure(
                tally,
                POINTS,
                "student",
                Measures::mean,
                each -> Interval.mean(mean(each), deviation(each), each.total()));
    }

    private interface IntervalOf {
        Interval of(SurveyTally tally);
    }

    private static SentimentReport.Measure measure(
            SurveyTally tally,
            int decimals,
            String method,
            ToDoubleFunction<SurveyTally> value,
            IntervalOf intervalOf) {
        int n = tally.total();
        if (n < LEAST) {
            return new SentimentReport.Measure(n, null, null, null, null, isSmall(n));
        }
        Interval interval = intervalOf.of(tally);
        return new SentimentReport.Measure(
                n,
                Rounded.of(value.applyAsDouble(tally), decimals),
                Rounded.of(interval.low(), decimals),
                Rounded.of(interval.high(), decimals),
                method,
                isSmall(n));
    }

    private static Interval percent(Interval share) {
        return new Interval(PERCENT * share.low(), PERCENT * share.high());
    }

    private static int satisfied(SurveyTally tally) {
        return tally.scores().stream()
                .filter(each -> each.score() >= 4)
                .mapToInt(ScoreCount::count)
                .sum();
    }

    private static double mean(SurveyTally tally) {
        return tally.scores().stream()
                        .mapToDouble(each -> (double) each.score() * each.count())
                        .sum()
                / tally.total();
    }

    private static double deviation(SurveyTally tally) {
        double mean = mean(tally);
        double squares =
                tally.scores().stream()
                        .mapToDouble(each -> Math.pow(each.score() - mean, 2) * each.count())
                        .sum();
        return Math.sqrt(squares / (tally.total() - 1));
    }
}
