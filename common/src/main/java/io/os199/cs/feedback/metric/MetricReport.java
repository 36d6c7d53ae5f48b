package io.os199.cs.feedback.metric;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.feedback.metric.MetricType.Better;
import io.os199.cs.feedback.metric.MetricType.Counted;
import io.os199.cs.feedback.metric.MetricType.Unit;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A metric in a period, with its components and comparisons.
 *
 * @param clientId absent, like the name, for the portfolio
 * @param series the whole series, the oldest bucket first
 * @param segments the segments, the largest of each dimension first, at most 20 each
 */
public record MetricReport(
        MetricType metricType,
        String definition,
        Unit unit,
        Better better,
        @Nullable String clientId,
        @Nullable String clientName,
        Period period,
        Instant computedAt,
        Current current,
        List<Bucket> series,
        @Nullable Trend trend,
        @Nullable List<Segment> segments,
        @Nullable Benchmark benchmark,
        List<Recommendation> recommendations,
        Evidence evidence,
        @Nullable List<Truncation> truncated,
        List<DataGap> dataGaps) {
    /** A period of days; {@code end} is the day after the last. */
    public record Period(LocalDate start, LocalDate end) {}

    /**
     * The figure of the period.
     *
     * @param numerator with {@code denominator}, the ratio that gives the value; both absent for a median
     * @param components the components of the value, by names that differ with the metric
     */
    public record Current(
            @Nullable BigDecimal value,
            long n,
            Counted nUnit,
            @Nullable BigDecimal numerator,
            @Nullable BigDecimal denominator,
            @Nullable BigDecimal intervalLow,
            @Nullable BigDecimal intervalHigh,
            @Nullable String intervalMethod,
            @Nullable Boolean smallSample,
            JsonNode components) {}

    /** The figure of a part of the period. */
    public record Bucket(
            LocalDate bucketStart,
            LocalDate bucketEnd,
            boolean partial,
            @Nullable BigDecimal value,
            long n,
            @Nullable BigDecimal intervalLow,
            @Nullable BigDecimal intervalHigh) {}

    /**
     * The change between the last two whole buckets with a value.
     *
     * @param change the later value less the earlier
     * @param changeRate the change as a share of the earlier value
     * @param compared the days on which the two buckets begin
     */
    public record Trend(
            Direction direction,
            @Nullable BigDecimal change,
            @Nullable BigDecimal changeRate,
            List<LocalDate> compared,
            Certainty certainty) {}

    /** The direction of a metric. */
    public enum Direction {
        UP,
        DOWN,
        FLAT,
        /** There are no two whole buckets with a value. */
        UNKNOWN
    }

    /** The certainty of a change: whether it is more than chance. */
    public enum Certainty {
        CLEAR,
        NO_CLEAR_CHANGE,
        /** There are no intervals to compare. */
        NOT_TESTED
    }

    /** The figure of a group of clients. */
    public record Segment(
            SegmentDimension dimension,
            String key,
            @Nullable BigDecimal value,
            long n,
            @Nullable BigDecimal numerator,
            @Nullable BigDecimal denominator,
            @Nullable BigDecimal intervalLow,
            @Nullable BigDecimal intervalHigh,
            @Nullable Boolean smallSample) {}

    /** The basis with which a figure is compared. */
    public enum Basis {
        /** Other clients in the same period. */
        PEERS,
        /** The periods before. */
        OWN_HISTORY
    }

    /**
     * The values of others, or of the periods before.
     *
     * @param peerGroup {@code tier} or {@code portfolio}
     * @param percentile the share of peers with a lower value plus half of those with the same, 0 to 100
     */
    public record Benchmark(
            Basis basis,
            @Nullable String peerGroup,
            int n,
            @Nullable BigDecimal median,
            @Nullable BigDecimal p25,
            @Nullable BigDecimal p75,
            @Nullable BigDecimal percentile) {}

    /**
     * The rows behind the figures.
     *
     * @param attributes the attributes that separate clients, which are those of today
     * @param immatureSendCount surveys sent that may still be answered
     */
    public record Evidence(
            List<String> tables,
            long rows,
            @Nullable LocalDate firstRowOn,
            @Nullable LocalDate lastRowOn,
            String attributes,
            @Nullable Integer immatureSendCount,
            @Nullable String rules) {}

    /** Returns the same report with the benchmark. */
    public MetricReport with(@Nullable Benchmark found, List<DataGap> more) {
        List<DataGap> gaps = new ArrayList<>(dataGaps);
        gaps.addAll(more);
        return new MetricReport(
                metricType,
                definition,
                unit,
                better,
                clientId,
                clientName,
                period,
                computedAt,
                current,
                series,
                trend,
                segments,
                found,
                recommendations,
                evidence,
                truncated,
                List.copyOf(gaps));
    }
}
