package io.os199.cs.expansion.finding;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * The totals of all findings that a filter shows.
 *
 * @param blockedCount those that pass the filter but are blocked, shown or not
 * @param withoutValueCount of those shown, the ones for which a price is missing
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

    /** A group of findings with something in common. */
    public record Group(
            String key,
            @Nullable String name,
            int findingCount,
            BigDecimal valueAmount,
            BigDecimal expectedValueAmount) {}

    /** Upgrades from one tier to another. */
    public record TierPath(Tier from, Tier to, int count, BigDecimal valueAmount) {}
}
