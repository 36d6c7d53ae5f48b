package io.os199.cs.expansion.finding;

import java.math.BigDecimal;

/**
 * The totals of a client's findings that nothing blocks.
 *
 * @param expectedAmount Σ value × probability, unrounded
 * @param findingCount of those that contribute to it
 * @param isMultiYear whether it would sign for a longer term
 * @param unpricedCount of those whose value is unknown
 */
public record ExpectedOfClient(
        String clientId,
        BigDecimal expectedAmount,
        int findingCount,
        boolean isMultiYear,
        int unpricedCount) {}
