package io.os199.cs.feedback.metric;

import io.os199.cs.feedback.metric.MetricGranularity.Bucket;
import io.os199.cs.feedback.metric.MetricReport.Certainty;
import io.os199.cs.feedback.metric.MetricReport.Direction;
import io.os199.cs.feedback.metric.MetricReport.Trend;
import io.os199.cs.feedback.metric.MetricType.Unit;
import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** The direction of a metric, by its last two whole buckets. */
final class MetricTrend {
    private static final BigDecimal FEW_POINTS = BigDecimal.valueOf(5);
    private static final BigDecimal SMALL_RATE = new BigDecimal("0.01");
    private static final BigDecimal SMALL_SHARE = new BigDecimal("0.05");
    private static final BigDecimal LARGE_SHARE = new BigDecimal("0.10");

    private final MetricType type;
    private final List<Told> last;

    /** A bucket with its value. */
    private record Told(Bucket bucket, BigDecimal value, @Nullable Interval interval) {}

    private MetricTrend(MetricType type, List<Told> last) {
        this.type = type;
        this.last = last;
    }

    static MetricTrend of(MetricType type, List<Bucket> buckets, Measured measured) {
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            Figure figure = measured.figures().get(MetricQuestion.spanOfBucket(i));
            if (figure != null && figure.value() != null && !buckets.get(i).partial()) {
                told.add(new Told(buckets.get(i), figure.value(), figure.interval()));
            }
        }
        return new MetricTrend(
                type, told.size() < 2 ? List.of() : told.subList(told.size() - 2, told.size()));
    }

    /** Whether two whole buckets have a value. */
    boolean isKnown() {
        return !last.isEmpty();
    }

    Trend shown() {
        if (last.isEmpty()) {
            return new Trend(Direction.UNKNOWN, null, null, List.of(), Certainty.NOT_TESTED);
        }
        BigDecimal rate = changeRate();
        return new Trend(
                direction(),
                change().setScale(type.unit().decimals(), RoundingMode.HALF_UP),
                Rounded.rateOf(rate),
                last.stream().map(each -> each.bucket().start()).toList(),
                certainty());
    }

    /** Whether it got worse by more than chance, or by a tenth where chance cannot be judged. */
    boolean isWorse() {
        if (last.isEmpty() || change().signum() == 0) {
            return false;
        }
        boolean isAgainst =
                type.better() == MetricType.Better.HIGHER
                        ? change().signum() < 0
                        : change().signum() > 0;
        BigDecimal rate = changeRate();
        return isAgainst
                && switch (certainty()) {
                    case CLEAR -> true;
                    case NO_CLEAR_CHANGE -> false;
                    case NOT_TESTED -> rate != null && rate.abs().compareTo(LARGE_SHARE) > 0;
                };
    }

    private BigDecimal change() {
        return last.getLast().value().subtract(last.getFirst().value());
    }

    private @Nullable BigDecimal changeRate() {
        BigDecimal before = last.getFirst().value();
        return before.signum() == 0 ? null : change().divide(before.abs(), MathContext.DECIMAL64);
    }

    private Direction direction() {
        BigDecimal change = change();
        BigDecimal least =
                type.unit() == Unit.POINTS
                        ? FEW_POINTS
                        : type.unit() == Unit.RATE
                                ? SMALL_RATE
                                : last.getFirst().value().abs().multiply(SMALL_SHARE);
        if (change.abs().compareTo(least) <= 0) {
            return Direction.FLAT;
        }
        return change.signum() > 0 ? Direction.UP : Direction.DOWN;
    }

    private Certainty certainty() {
        Interval earlier = last.getFirst().interval();
        Interval later = last.getLast().interval();
        if (earlier == null || later == null) {
            return Certainty.NOT_TESTED;
        }
        return later.isApartFrom(earlier) ? Certainty.CLEAR : Certainty.NO_CLEAR_CHANGE;
    }
}
