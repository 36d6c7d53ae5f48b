package io.os199.cs.expansion.lifetime;

import java.math.BigDecimal;

/**
 * What could be sold to a client.
 *
 * @param expectedAmount Σ value × probability of findings that nothing holds back and of open opportunities
 * @param isMultiYear whether it would sign for longer
 * @param unpricedCount of findings and open opportunities that add nothing, because what they are worth is not known
 */
record Upside(
        BigDecimal expectedAmount,
        int findingCount,
        int opportunityCount,
        boolean isMultiYear,
        int unpricedCount) {
    static final Upside NONE = new Upside(BigDecimal.ZERO, 0, 0, false, 0);

    Upside plus(Upside other) {
        return new Upside(
                expectedAmount.add(other.expectedAmount),
                findingCount + other.findingCount,
                opportunityCount + other.opportunityCount,
                isMultiYear || other.isMultiYear,
                unpricedCount + other.unpricedCount);
    }
}
