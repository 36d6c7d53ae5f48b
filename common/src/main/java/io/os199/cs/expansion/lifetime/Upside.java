package io.os199.cs.expansion.lifetime;

import java.math.BigDecimal;

/**
 * What could be sold to a client.
 *
 * @param expectedAmount Σ value × probability of findings that nothing holds back and of open opportunities
 * @param isMultiYear whether it would sign for longer
 */
record Upside(
        BigDecimal expectedAmount, int findingCount, int opportunityCount, boolean isMultiYear) {
    static final Upside NONE = new Upside(BigDecimal.ZERO, 0, 0, false);

    Upside plus(Upside other) {
        return new Upside(
                expectedAmount.add(other.expectedAmount),
                findingCount + other.findingCount,
                opportunityCount + other.opportunityCount,
                isMultiYear || other.isMultiYear);
    }
}
