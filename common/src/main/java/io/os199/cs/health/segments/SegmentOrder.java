package io.os199.cs.health.segments;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * The parameters of a split. Equal orders are one run.
 *
 * @param criteria for {@code CUSTOM}, which clients are in the segment; otherwise, which clients are split
 * @param segmentName for {@code CUSTOM}, the segment's name; otherwise, what its segments' names begin with
 * @param arrThresholds the lower ends of all value bands but the lowest, ascending
 * @param membersPerSegment how many members of each segment are named in the answer
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
    /** The thresholds of the named value bands. */
    public static final List<BigDecimal> USUAL_THRESHOLDS =
            List.of(
                    BigDecimal.valueOf(10_000),
                    BigDecimal.valueOf(50_000),
                    BigDecimal.valueOf(100_000));

    boolean isCustom() {
        return segmentationType == SegmentationType.CUSTOM;
    }
}
