package io.os199.cs.expansion.finding;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * Of all findings that a filter shows.
 *
 * @param blockedCount those that pass the filter and something holds back, shown or not
 * @param withoutValueCount of the shown ones those for which a price is missing
 */
public record FindingSummary(
        int findingCount,
        int clientCount,
        BigDecimal totalValueAmount,
        BigDecimal totalExpectedValueAmount,
        int blockedCount,
        int withoutValueCount,
        List<Group> byType,
        List<Group> byProduct,
        List<TierPath> byTierPath) {
    public FindingSummary {
        byType = List.copyOf(byType);
        byProduct = List.copyOf(byProduct);
        byTierPath = List.copyOf(byTierPath);
    }

    /** Findings that have something in common. */
    public record Group(
            String key,
            @Nullable String name,
            int findingCount,
            BigDecimal valueAmount,
            BigDecimal expectedValueAmount) {}

    /** Upgrades from one tier to another. */
    public record TierPath(Tier from, Tier to, int count, BigDecimal valueAmount) {}
}
