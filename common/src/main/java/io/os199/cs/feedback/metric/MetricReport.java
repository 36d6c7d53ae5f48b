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
 * A metric in a period, as it came about and beside others.
 *
 * @param clientId absent, like the name, of the portfolio
 * @param series whole, the oldest first
 * @param segments of each dimension the largest first, at most 20
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
    /** Days; {@code end} is the day after the last. */
    public record Period(LocalDate start, LocalDate end) {}

    /**
     * The figure of the period.
     *
     * @param numerator what the value is of {@code denominator}; both absent of a median
     * @param components what it is made of, by names that differ with the metric
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
     * The last two whole buckets with a value.
     *
     * @param change the later less the earlier
     * @param changeRate of the earlier
     * @param compared on what days they begin
     */
    public record Trend(
            Direction direction,
            @Nullable BigDecimal change,
            @Nullable BigDecimal changeRate,
            List<LocalDate> compared,
            Certainty certainty) {}

    /** Where a metric goes. */
    public enum Direction {
        UP,
        DOWN,
        FLAT,
        /** There are no two whole buckets with a value. */
        UNKNOWN
    }

    /** Whether a change is more than chance. */
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

    /** What a figure is held against. */
    public enum Basis {
        /** Other clients in the same period. */
        PEERS,
        /** The periods before. */
        OWN_HISTORY
    }

    /**
     * What others, or the periods before, came to.
     *
     * @param peerGroup {@code tier} or {@code portfolio}
     * @param percentile the share of peers with a lower value, and of half of those with the same, 0 to 100
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
     * From what rows.
     *
     * @param attributes by what clients are told apart: as they are today
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

    /** The same beside what it is held against. */
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
