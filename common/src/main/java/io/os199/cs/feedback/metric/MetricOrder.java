package io.os199.cs.feedback.metric;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The metric to compute, for a call about a client or a job about all.
 *
 * @param periodEnd the day after the last
 * @param csmHash the hash of the manager's name, which is not kept with a job
 * @param asOf the last day that is taken as known
 * @param today the day of the call, which is not over
 */
public record MetricOrder(
        MetricType metricType,
        LocalDate periodStart,
        LocalDate periodEnd,
        MetricGranularity granularity,
        boolean includeTrends,
        boolean includeBenchmarks,
        List<SegmentDimension> segmentBy,
        @Nullable Tier tier,
        @Nullable String csmHash,
        @Nullable String segmentId,
        LocalDate asOf,
        LocalDate today) {
    public MetricOrder {
        segmentBy = List.copyOf(segmentBy);
    }

    long days() {
        return ChronoUnit.DAYS.between(periodStart, periodEnd);
    }
}
