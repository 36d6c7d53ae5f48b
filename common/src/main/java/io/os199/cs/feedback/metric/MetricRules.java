package io.os199.cs.feedback.metric;

import io.os199.cs.feedback.metric.Measured.Part;
import io.os199.cs.feedback.metric.MetricReport.Trend;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.platform.statistics.Sample;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Recommendations about a metric: the rules MET-1 to MET-3 and MET-6; those about its components come with the
 * components.
 */
final class MetricRules {
    private static final int MOST_SEGMENTS = 5;
    private static final int MOST_CLIENTS = 5;
    private static final int YEAR_DAYS = 365;
    private static final BigDecimal LOW_GROSS = new BigDecimal("0.90");
    private static final BigDecimal LONG_DAYS = BigDecimal.valueOf(30);

    private final MetricQuestion question;
    private final MetricSource source;
    private final Measured measured;
    private final MetricType type;

    MetricRules(MetricQuestion question, MetricSource source, Measured measured) {
        this.question = question;
        this.source = source;
        this.measured = measured;
        this.type = question.type();
    }

    /**
     * Returns the recommendations that apply, in the order of the rules.
     *
     * @param parts the segments that are shown
     */
    List<Recommendation> of(MetricTrend trend, List<Part> parts) {
        List<Recommendation> found = new ArrayList<>();
        if (trend.isWorse()) {
            found.add(worse(trend.shown()));
        }
        Figure whole = measured.ofPeriod();
        BigDecimal value = whole.value();
        if (value != null) {
            parts.stream()
                    .filter(each -> isWorse(each.figure(), value.doubleValue()))
                    .limit(MOST_SEGMENTS)
                    .forEach(each -> found.add(segment(each, value)));
            if (type == MetricType.GROSS_REVENUE_RETENTION
                    && question.order().days() >= YEAR_DAYS
                    && value.compareTo(LOW_GROSS) < 0) {
                found.add(
                        new Recommendation(
                                "MET-3",
                                "gross_revenue_retention is %s over %d days"
                                        .formatted(shown(value), question.order().days()),
                                "See which clients are about to leave, and why",
                                Priority.HIGH,
                                "identify_churn_risk"));
            }
        }
        found.addAll(measured.advice());
        if (type == MetricType.TIME_TO_VALUE
                && value != null
                && whole.n() >= Sample.ENOUGH
                && value.compareTo(LONG_DAYS) > 0) {
            found.add(
                    new Recommendation(
                            "MET-6",
                            "half of %d clients took at least %s days to first value"
                                    .formatted(whole.n(), shown(value)),
                            "See where onboarding waits",
                            Priority.HIGH,
                            "optimize_onboarding_process"));
        }
        return found;
    }

    private Recommendation worse(Trend trend) {
        return new Recommendation(
                "MET-1",
                "%s changed by %s from the bucket of %s to that of %s, %s"
                        .formatted(
                                WireName.of(type),
                                trend.change(),
                                trend.compared().getFirst(),
                                trend.compared().getLast(),
                                WireName.of(trend.certainty())),
                "See what is behind it",
                Priority.HIGH,
                type.detailTool());
    }

    private boolean isWorse(Figure part, double whole) {
        Interval interval = part.interval();
        if (interval == null || part.n() < Sample.ENOUGH) {
            return false;
        }
        return type.better() == MetricType.Better.HIGHER
                ? interval.high() < whole
                : interval.low() > whole;
    }

    private Recommendation segment(Part part, BigDecimal whole) {
        BigDecimal value = part.figure().value();
        return new Recommendation(
                "MET-2",
                "%s %s has %s, all have %s"
                        .formatted(
                                part.dimension(),
                                part.key(),
                                value == null ? "no value" : shown(value),
                                shown(whole)),
                "Look first at its clients "
                        + String.join(
                                ", ", source.lowest(part.dimension(), part.key(), MOST_CLIENTS)),
                Priority.MEDIUM,
                type.detailTool());
    }

    private String shown(BigDecimal value) {
        return value.setScale(type.unit().decimals(), RoundingMode.HALF_UP).toPlainString();
    }
}
