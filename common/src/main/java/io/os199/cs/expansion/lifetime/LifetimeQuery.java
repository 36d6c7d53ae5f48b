package io.os199.cs.expansion.lifetime;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * Which values are asked for, and of which clients.
 *
 * @param discountRate absent, like {@code grossMarginRate}, to use that of the economics
 * @param csmHash a hash of the manager's name, which is not stored with a job
 */
public record LifetimeQuery(
        OptimizationFocus focus,
        int horizonYears,
        @Nullable BigDecimal discountRate,
        @Nullable BigDecimal grossMarginRate,
        Sort sort,
        @Nullable Tier tier,
        @Nullable String csmHash,
        @Nullable String segmentId,
        @Nullable BigDecimal minArrAmount) {

    /** How clients are ordered, the largest first. */
    public enum Sort {
        IMPROVEMENT,
        CLV,
        CHURN
    }
}
