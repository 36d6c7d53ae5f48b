package io.os199.cs.feedback.product;

import io.os199.cs.core.model.Tier;
import io.os199.cs.usage.model.UsagePeriod;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * Which use is asked for, by a call about a client or by a job about all.
 *
 * @param today the last day that can be known: the day of the call, or an earlier one
 * @param isToday whether {@code today} is the day of the call
 * @param tier of clients; for the portfolio
 * @param after the feature that the page before ended with
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

    /** Where a feature stands in the list: by a figure, the largest first, then by key. */
    public record Position(String figure, String featureKey) {}

    /** Whether it is about a part of the product. */
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

    /** What makes two pages pages of one list. */
    public ProductUseOrder withoutPage() {
        return new ProductUseOrder(
                periodStart, periodEnd, today, isToday, category, productId, tier, 0, null);
    }
}
