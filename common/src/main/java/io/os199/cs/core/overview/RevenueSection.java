package io.os199.cs.core.overview;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Revenue, the next renewal, and what may be added.
 *
 * @param renewalProbability from the newest stored prediction; never derived from health
 * @param pipelineAmount the sum of the values of the open opportunities
 * @param weightedPipelineAmount the sum of each value times its probability, or its chance where nobody has said one
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
    /** The earliest upcoming or overdue renewal decision. */
    public record NextRenewal(
            String contractId,
            LocalDate renewalDate,
            int renewalInDays,
            boolean autoRenew,
            @Nullable String stage) {}
}
