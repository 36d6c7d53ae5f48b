package io.os199.cs.core.overview;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Money, the next renewal, and what may come on top.
 *
 * @param renewalProbability of the newest stored prediction; never derived from health
 * @param pipelineAmount the values of the open opportunities
 * @param weightedPipelineAmount each value times its probability, where it has one
 */
public record RevenueSection(
        BigDecimal arrAmount,
        int activeContractCount,
        @Nullable NextRenewal nextRenewal,
        @Nullable BigDecimal renewalProbability,
        @Nullable Instant predictedAt,
        int openOpportunityCount,
        BigDecimal pipelineAmount,
        BigDecimal weightedPipelineAmount) {
    /** The earliest decision to come, or the earliest that is overdue. */
    public record NextRenewal(
            String contractId,
            LocalDate renewalDate,
            int renewalInDays,
            boolean autoRenew,
            @Nullable String stage) {}
}
