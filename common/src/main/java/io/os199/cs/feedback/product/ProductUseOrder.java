package io.os199.cs.feedback.product;

import io.os199.cs.core.model.Tier;
import io.os199.cs.usage.model.UsagePeriod;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * The product use that is asked for, by a call about one client or by a job about all of them.
 *
 * @param today the last day that can be known: the day of the call, or an earlier one
 * @param isToday whether {@code today} is the day of the call
 * @param tier the tier of the clients; for the portfolio
 * @param after the feature that the previous page ended with
 */
public record ProductUseOrder(
        LocalDate periodStart,
        LocalDate periodEnd,
        LocalDate today,
        boolean isToday,
        @Nullable String category,
        @Nullable String productId,
        @Nullable Tier tier,
        int limit,
        @Nullable Position after) {
    /** Default of {@code limit}. */
    public static final int USUAL_LIMIT = 20;

    /** The position of a feature in the list, which is sorted by a figure, the largest first, then by key. */
    public record Position(String figure, String featureKey) {}

    /** Whether only a part of the product is asked for. */
    boolean isFiltered() {
        return category != null || productId != null;
    }

    UsagePeriod period() {
        return new UsagePeriod(periodStart, periodEnd, today);
    }

    /** Whether the period ends with the day of the call. */
    boolean endsToday() {
        return isToday && period().day().equals(today);
    }

    /** Returns what two pages of one list have in common. */
    public ProductUseOrder withoutPage() {
        return new ProductUseOrder(
                periodStart, periodEnd, today, isToday, category, productId, tier, 0, null);
    }
}
