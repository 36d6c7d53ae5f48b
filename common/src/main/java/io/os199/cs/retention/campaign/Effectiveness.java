package io.os199.cs.retention.campaign;

import org.jspecify.annotations.Nullable;

/**
 * The outcomes of the campaigns of a type that ended within a year.
 *
 * @param maturedCount campaigns that ended at least 90 days ago
 * @param retainedCount those of them whose clients were still there 90 days after the end
 * @param medianHealthChangePoints the median change from the start to the end, where both are known
 */
public record Effectiveness(
        String campaignType,
        int closedCount,
        int maturedCount,
        int retainedCount,
        @Nullable Double medianHealthChangePoints) {}
