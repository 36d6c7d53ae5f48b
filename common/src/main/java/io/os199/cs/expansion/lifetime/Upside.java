package io.os199.cs.expansion.lifetime;

import java.math.BigDecimal;

/**
 * What could be sold to a client.
 *
 * @param expectedAmount Σ value × probability over findings that nothing holds back and open opportunities
 * @param isMultiYear whether it would sign for longer
 * @param unpricedCount the number of findings and open opportunities that add nothing because their value is not
 *     known
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
