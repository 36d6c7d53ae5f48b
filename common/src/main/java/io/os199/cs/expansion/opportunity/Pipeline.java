package io.os199.cs.expansion.opportunity;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the open opportunities come to, and what became of those before.
 *
 * @param weightedValueAmount the sum of their expected values
 * @param overdueCount open ones that were to be closed before today
 * @param listedCount those that the filter lists, open or not
 * @param winRate365d won by closed; absent under five
 * @param currentArrAmount of the clients looked at
 * @param topQuarterFrom the expected value from which on an opportunity is in the highest quarter of the open ones
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

    /** Open opportunities that have something in common. */
    public record Group(
            String key, int count, BigDecimal valueAmount, BigDecimal weightedValueAmount) {}
}
