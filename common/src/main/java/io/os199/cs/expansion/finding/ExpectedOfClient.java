package io.os199.cs.expansion.finding;

import java.math.BigDecimal;

/**
 * What the findings of a client come to that nothing holds back.
 *
 * @param expectedAmount Σ value × probability, unrounded
 * @param findingCount of those that add to it
 * @param isMultiYear whether it would sign for longer
 * @param unpricedCount of those whose value is not known
 */
public record ExpectedOfClient(
        String clientId,
        BigDecimal expectedAmount,
        int findingCount,
        boolean isMultiYear,
        int unpricedCount) {}
