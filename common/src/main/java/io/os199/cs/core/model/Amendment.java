package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * What a client adds to its contract.
 *
 * @param value the ARR that it adds, above 0
 * @param effectiveOn the day from which it is in the ledger
 * @param tier the tier that it moves to; null where that stays
 * @param addedUsers additional seats
 * @param products ids of additional products
 * @param allowance an increase of what a contract limits
 * @param opportunityId of the opportunity that was won
 */
public record Amendment(
        BigDecimal value,
        LocalDate effectiveOn,
        @Nullable Tier tier,
        @Nullable Integer addedUsers,
        List<String> products,
        @Nullable Allowance allowance,
        @Nullable String opportunityId) {
    public Amendment {
        products = List.copyOf(products);
    }

    /** An additional monthly quantity of a feature. */
    public record Allowance(String featureKey, BigDecimal quantity) {}
}
