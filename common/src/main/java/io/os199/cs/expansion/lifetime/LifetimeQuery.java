package io.os199.cs.expansion.lifetime;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * What values are asked for, and of which clients.
 *
 * @param discountRate and {@code grossMarginRate}: absent for those of the economics
 * @param csmHash of the name of the manager, which is not kept with a job
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
