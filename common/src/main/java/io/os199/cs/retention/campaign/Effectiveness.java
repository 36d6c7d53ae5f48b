package io.os199.cs.retention.campaign;

import org.jspecify.annotations.Nullable;

/**
 * What the campaigns of a type came to that ended in a year.
 *
 * @param maturedCount that ended 90 days ago or before
 * @param retainedCount of those, whose clients were still there 90 days after
 * @param medianHealthChangePoints from the start to the end, where both are known
 */
public record Effectiveness(
        String campaignType,
        int closedCount,
        int maturedCount,
        int retainedCount,
        @Nullable Double medianHealthChangePoints) {}
