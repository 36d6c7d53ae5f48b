package io.os199.cs.feedback.metric;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.feedback.metric.MetricGranularity.Bucket;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.satisfaction.SatisfactionFilter;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A metric with the clients that it covers, and the spans of days that are read for it: the period, then the buckets
 * of the series, then, for the portfolio, earlier periods of equal length.
 */
final class MetricQuestion {
    private static final int PERIODS_BEFORE = 4;

    private final MetricOrder order;
    private final RevenueFilter filter;
    private final @Nullable ClientRef client;
    private final List<Bucket> buckets;
    private final List<Span> spans;

    /** A span of days; {@code end} is the day after the last. */
    record Span(LocalDate start, LocalDate end) {}

    MetricQuestion(MetricOrder order, @Nullable ClientRef client, @Nullable String csm) {
        this.order = order;
        this.client = client;
        this.filter =
                new RevenueFilter(
                        client == null ? null : client.clientId(),
                        order.tier(),
                        csm,
                        order.segmentId(),
                        null);
        this.buckets =
                order.granularity().buckets(order.periodStart(), order.periodEnd(), order.today());
        this.spans = new ArrayList<>();
        spans.add(new Span(order.periodStart(), order.periodEnd()));
        buckets.forEach(each -> spans.add(new Span(each.start(), each.end())));
        for (int back = 1; back <= periodsBefore(); back++) {
            LocalDate end = order.periodStart().minusDays((back - 1) * order.days());
            spans.add(new Span(end.minusDays(order.days()), end));
        }
    }

    MetricOrder order() {
        return order;
    }

    MetricType type() {
        return order.metricType();
    }

    RevenueFilter filter() {
        return filter;
    }

    SatisfactionFilter people() {
        return people(filter);
    }

    static SatisfactionFilter people(RevenueFilter of) {
        return new SatisfactionFilter(of.clientId(), of.tier(), of.csm(), of.segmentId());
    }

    @Nullable ClientRef client() {
        return client;
    }

    /** Whether a figure belongs to a single client and is exact. */
    boolean isExact() {
        return client != null && !type().isSampleOfClient();
    }

    List<Bucket> buckets() {
        return buckets;
    }

    /** Returns the number of the span of a bucket; the period is 0. */
    static int spanOfBucket(int bucket) {
        return bucket + 1;
    }

    /** Returns how many earlier periods are read. */
    int periodsBefore() {
        return (client == null && order.includeBenchmarks()) ? PERIODS_BEFORE : 0;
    }

    /** Returns the number of the span that lies so many periods before the period. */
    int spanBefore(int back) {
        return buckets.size() + back;
    }

    List<Span> spans() {
        return spans;
    }

    String[] starts() {
        return spans.stream().map(each -> each.start().toString()).toArray(String[]::new);
    }

    String[] ends() {
        return spans.stream().map(each -> each.end().toString()).toArray(String[]::new);
    }

    /** Returns the bounds of all spans, each once, the earliest first. */
    String[] cuts() {
        TreeSet<LocalDate> days = new TreeSet<>();
        spans.forEach(
                each -> {
                    days.add(each.start());
                    days.add(each.end());
                });
        return days.stream().map(LocalDate::toString).toArray(String[]::new);
    }

    List<String> dimensions() {
        return order.segmentBy().stream().distinct().map(WireName::of).toList();
    }

    /** Returns the same question for the period alone, for what is read beside it. */
    MetricQuestion ofPeriod() {
        return new MetricQuestion(
                new MetricOrder(
                        order.metricType(),
                        order.periodStart(),
                        order.periodEnd(),
                        MetricGranularity.QUARTERLY,
                        false,
                        false,
                        List.of(),
                        order.tier(),
                        order.csmHash(),
                        order.segmentId(),
                        order.asOf(),
                        order.today()),
                client,
                filter.csm());
    }
}
