package io.os199.cs.feedback.metric;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.feedback.metric.Measured.Part;
import io.os199.cs.feedback.metric.MetricReport.Basis;
import io.os199.cs.feedback.metric.MetricReport.Benchmark;
import io.os199.cs.feedback.metric.MetricReport.Bucket;
import io.os199.cs.feedback.metric.MetricReport.Current;
import io.os199.cs.feedback.metric.MetricReport.Evidence;
import io.os199.cs.feedback.metric.MetricReport.Period;
import io.os199.cs.feedback.metric.MetricReport.Segment;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.platform.statistics.Quantiles;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Computes a metric from what its source reads, in one snapshot: for a call about a client, or for the job about all.
 */
public final class MetricReader {
    private static final int MOST_SEGMENTS = 20;
    private static final int DAYS_DECIMALS = 2;
    private static final int RATE_DECIMALS = 4;
    private static final Comparator<Part> LARGEST_FIRST =
            Comparator.comparingLong((Part each) -> each.figure().n())
                    .reversed()
                    .thenComparing(Part::key);

    private final MetricQuestion question;
    private final MetricSource source;
    private final MetricType type;
    private final Instant now;
    private final List<DataGap> gaps = new ArrayList<>();
    private final List<Truncation> truncated = new ArrayList<>();

    public MetricReader(
            Transaction tx, MetricOrder order, @Nullable ClientRef client, Instant now) {
        this(new MetricQuestion(order, client, null), tx, now);
    }

    private MetricReader(MetricQuestion question, Transaction tx, Instant now) {
        this(question, MetricSource.of(tx, question), now);
    }

    MetricReader(MetricQuestion question, MetricSource source, Instant now) {
        this.question = question;
        this.source = source;
        this.type = question.type();
        this.now = now;
    }

    /** Returns the report; that of a client is not yet compared with its peers. */
    public MetricReport read() {
        Measured measured = source.read();
        gaps.addAll(measured.gaps());
        List<Part> parts = parts(measured.parts());
        MetricTrend trend = MetricTrend.of(type, question.buckets(), measured);
        noteSmall(measured, parts);
        if (question.order().includeTrends() && !trend.isKnown()) {
            noteTrend();
        }
        ClientRef client = question.client();
        Measured.Rows rows = measured.rows();
        return new MetricReport(
                type,
                type.definition(),
                type.unit(),
                type.better(),
                client == null ? null : client.clientId(),
                client == null ? null : client.clientName(),
                new Period(question.order().periodStart(), question.order().periodEnd()),
                now,
                current(measured),
                series(measured),
                question.order().includeTrends() ? trend.shown() : null,
                question.dimensions().isEmpty() ? null : parts.stream().map(this::segment).toList(),
                question.periodsBefore() > 0 ? history(measured) : null,
                new MetricRules(question, source, measured).of(trend, parts),
                new Evidence(
                        rows.tables(),
                        rows.count(),
                        rows.firstOn(),
                        rows.lastOn(),
                        "current",
                        rows.immatureSendCount(),
                        rows.rules()),
                truncated.isEmpty() ? null : List.copyOf(truncated),
                List.copyOf(gaps));
    }

    /** Returns the parts that are shown, dimension by dimension. */
    private List<Part> parts(List<Part> all) {
        List<Part> shown = new ArrayList<>();
        for (SegmentDimension dimension :
                question.order().segmentBy().stream().distinct().toList()) {
            String word = WireName.of(dimension);
            List<Part> of =
                    all.stream()
                            .filter(each -> each.dimension().equals(word))
                            .sorted(LARGEST_FIRST)
                            .toList();
            shown.addAll(of.subList(0, Math.min(MOST_SEGMENTS, of.size())));
            if (of.size() > MOST_SEGMENTS) {
                truncated.add(new Truncation("segments." + word, MOST_SEGMENTS, of.size()));
            }
        }
        return shown;
    }

    private Current current(Measured measured) {
        Figure figure = measured.ofPeriod();
        Interval interval = figure.interval();
        return new Current(
                shown(figure.value()),
                figure.n(),
                type.counted(),
                sum(figure.numerator()),
                sum(figure.denominator()),
                low(interval),
                high(interval),
                interval == null ? null : type.intervalMethod(),
                isSmall(figure),
                Json.tree(measured.components()));
    }

    private List<Bucket> series(Measured measured) {
        List<Bucket> series = new ArrayList<>();
        for (int i = 0; i < question.buckets().size(); i++) {
            MetricGranularity.Bucket bucket = question.buckets().get(i);
            Figure figure = measured.figures().get(MetricQuestion.spanOfBucket(i));
            if (figure != null) {
                series.add(
                        new Bucket(
                                bucket.start(),
                                bucket.end(),
                                bucket.partial(),
                                shown(figure.value()),
                                figure.n(),
                                low(figure.interval()),
                                high(figure.interval())));
            }
        }
        return series;
    }

    private Segment segment(Part part) {
        Figure figure = part.figure();
        return new Segment(
                (SegmentDimension) WireName.parse(SegmentDimension.class, part.dimension()),
                part.key(),
                shown(figure.value()),
                figure.n(),
                sum(figure.numerator()),
                sum(figure.denominator()),
                low(figure.interval()),
                high(figure.interval()),
                isSmall(figure));
    }

    private @Nullable Benchmark history(Measured measured) {
        List<BigDecimal> values = new ArrayList<>();
        for (int back = 1; back <= question.periodsBefore(); back++) {
            Figure figure = measured.figures().get(question.spanBefore(back));
            if (figure != null && figure.value() != null) {
                values.add(figure.value());
            }
        }
        if (values.isEmpty()) {
            gaps.add(
                    new DataGap(
                            "benchmark",
                            "no_history",
                            "None of the %d periods of equal length before has a value"
                                    .formatted(question.periodsBefore())));
            return null;
        }
        return benchmark(Basis.OWN_HISTORY, null, values, null, type);
    }

    static Benchmark benchmark(
            Basis basis,
            @Nullable String peerGroup,
            List<BigDecimal> values,
            @Nullable BigDecimal percentile,
            MetricType type) {
        int decimals = type.unit() == MetricType.Unit.DAYS ? DAYS_DECIMALS : type.unit().decimals();
        Quantiles quantiles = new Quantiles(values);
        return new Benchmark(
                basis,
                peerGroup,
                values.size(),
                quantiles.median(decimals),
                quantiles.at(new BigDecimal("0.25"), decimals),
                quantiles.at(new BigDecimal("0.75"), decimals),
                percentile);
    }

    /** Adds the gaps for values that are left out because the sample is too small. */
    private void noteSmall(Measured measured, List<Part> parts) {
        if (question.isExact()) {
            return;
        }
        Figure current = measured.ofPeriod();
        String unit = WireName.of(type.counted());
        if (isSuppressed(current)) {
            gaps.add(
                    new DataGap(
                            "current.value",
                            "small_sample",
                            "Needs 5 %s and has %d: ask for a longer period"
                                    .formatted(unit, current.n())));
        }
        long buckets = 0;
        for (int i = 0; i < question.buckets().size(); i++) {
            Figure figure = measured.figures().get(MetricQuestion.spanOfBucket(i));
            buckets += (figure != null && isSuppressed(figure)) ? 1 : 0;
        }
        if (buckets > 0) {
            gaps.add(
                    new DataGap(
                            "series.value",
                            "small_sample",
                            "%d of %d buckets have 1 to 4 %s and no value: ask for a coarser granularity"
                                    .formatted(buckets, question.buckets().size(), unit)));
        }
        long segments = parts.stream().filter(each -> isSuppressed(each.figure())).count();
        if (segments > 0) {
            gaps.add(
                    new DataGap(
                            "segments.value",
                            "small_sample",
                            "%d of %d segments have 1 to 4 %s and no value: ask for a longer period"
                                    .formatted(segments, parts.size(), unit)));
        }
    }

    /**
     * Adds the gap of a missing trend, which says what would give two whole buckets, or that too few of them have a
     * value.
     */
    private void noteTrend() {
        MetricOrder order = question.order();
        MetricGranularity granularity = order.granularity();
        long whole = question.buckets().stream().filter(each -> !each.partial()).count();
        LocalDate over =
                order.periodEnd().isAfter(order.today()) ? order.today() : order.periodEnd();
        String finer =
                granularity
                        .finer(order.periodStart(), order.periodEnd(), order.today())
                        .map(each -> ", or granularity " + WireName.of(each))
                        .orElse("");
        gaps.add(
                new DataGap(
                        "trend.direction",
                        "too_few_buckets",
                        whole < 2
                                ? "Needs 2 whole %s buckets and has %d: ask with period_start %s%s"
                                        .formatted(
                                                WireName.of(granularity),
                                                whole,
                                                granularity.twoBefore(over),
                                                finer)
                                : "Of %d whole buckets fewer than 2 have a value: ask for a longer period"
                                        .formatted(whole)));
    }

    private static boolean isSuppressed(Figure figure) {
        return figure.n() > 0 && figure.n() < Sample.ENOUGH;
    }

    private @Nullable BigDecimal shown(@Nullable BigDecimal value) {
        return value == null ? null : value.setScale(type.unit().decimals(), RoundingMode.HALF_UP);
    }

    /** Rounds a sum: counts stay whole; amounts, scores and sums of rates keep their decimals. */
    private static @Nullable BigDecimal sum(@Nullable BigDecimal sum) {
        if (sum == null) {
            return null;
        }
        BigDecimal plain = sum.stripTrailingZeros();
        return plain.setScale(Math.clamp(plain.scale(), 0, RATE_DECIMALS), RoundingMode.HALF_UP);
    }

    private @Nullable BigDecimal low(@Nullable Interval interval) {
        return interval == null ? null : shown(BigDecimal.valueOf(interval.low()));
    }

    private @Nullable BigDecimal high(@Nullable Interval interval) {
        return interval == null ? null : shown(BigDecimal.valueOf(interval.high()));
    }

    private @Nullable Boolean isSmall(Figure figure) {
        return (!question.isExact() && figure.isSmallSample()) ? Boolean.TRUE : null;
    }
}
