package io.os199.cs.health.segments;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a split is asked for. Equal orders are one run.
 *
 * @param criteria of {@code CUSTOM}: who is in; else which clients are looked at
 * @param segmentName of {@code CUSTOM} the segment's, else what its segments' names begin with
 * @param arrThresholds the lower ends of all value bands but the lowest, ascending
 * @param membersPerSegment how many are answered by name
 */
public record SegmentOrder(
        SegmentationType segmentationType,
        List<Criterion> criteria,
        @Nullable String segmentName,
        List<BigDecimal> arrThresholds,
        int minSegmentSize,
        boolean includeRecommendations,
        boolean benchmarkAnalysis,
        int membersPerSegment) {
    /** Those of the named value bands. */
    public static final List<BigDecimal> USUAL_THRESHOLDS =
            List.of(
                    BigDecimal.valueOf(10_000),
                    BigDecimal.valueOf(50_000),
                    BigDecimal.valueOf(100_000));

    boolean isCustom() {
        return segmentationType == SegmentationType.CUSTOM;
    }
}
