package io.os199.cs.expansion.opportunity;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * The totals of the open opportunities, and the outcome of earlier ones.
 *
 * @param weightedValueAmount the sum of their expected values
 * @param overdueCount open ones that were expected to close before today
 * @param listedCount those that the filter lists, open or not
 * @param winRate365d won over closed; absent below five
 * @param currentArrAmount of the clients in question
 * @param topQuarterFrom the expected value from which an opportunity is in the top quarter of the open ones
 */
public record Pipeline(
        int openCount,
        BigDecimal openValueAmount,
        BigDecimal weightedValueAmount,
        int overdueCount,
        int listedCount,
        BigDecimal wonAmount365d,
        @Nullable BigDecimal winRate365d,
        BigDecimal currentArrAmount,
        @Nullable BigDecimal topQuarterFrom,
        List<Group> byStage,
        List<Group> byType) {
    public Pipeline {
        byStage = List.copyOf(byStage);
        byType = List.copyOf(byType);
    }

    /** A group of open opportunities with something in common. */
    public record Group(
            String key, int count, BigDecimal valueAmount, BigDecimal weightedValueAmount) {}
}
