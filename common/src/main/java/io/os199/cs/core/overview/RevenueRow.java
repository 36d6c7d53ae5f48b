package io.os199.cs.core.overview;

import io.os199.cs.core.overview.RevenueSection.NextRenewal;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The revenue of a client.
 *
 * @param lastDecision the stage of the renewal that was decided, {@code renewed} before {@code lost}, where no other
 *     is next; absent where a contract has no date or there is none
 */
public record RevenueRow(
        BigDecimal arrAmount,
        int activeContractCount,
        @Nullable NextRenewal nextRenewal,
        @Nullable String lastDecision,
        @Nullable BigDecimal renewalProbability,
        @Nullable Instant predictedAt,
        int openOpportunityCount,
        BigDecimal pipelineAmount,
        BigDecimal weightedPipelineAmount) {
    public RevenueSection section() {
        return new RevenueSection(
                arrAmount,
                activeContractCount,
                nextRenewal,
                renewalProbability,
                predictedAt,
                openOpportunityCount,
                pipelineAmount,
                weightedPipelineAmount);
    }
}
