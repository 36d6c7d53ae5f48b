package io.os199.cs.expansion.opportunity;

import io.os199.cs.expansion.ValuePosition;
import io.os199.cs.expansion.chance.OpportunityStage;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.expansion.chance.ProbabilityBasis;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * An opportunity to sell something to a client.
 *
 * @param ownProbability the estimate of a person
 * @param winProbability that estimate, or what history says of its stage; 1 or 0 once it is closed
 * @param probabilityBasis absent once it is closed
 * @param expectedValue value times probability, unrounded
 * @param championName of the contact who supports it
 * @param sourceRule the first rule that found it; absent where a person entered it
 * @param isStale whether it is open and has not changed for 30 days, or for 21 days once proposed
 */
public record Opportunity(
        String opportunityId,
        String clientId,
        String clientName,
        OpportunityType type,
        String findingKey,
        @Nullable String productId,
        OpportunityStage stage,
        @Nullable BigDecimal valueAmount,
        @Nullable BigDecimal ownProbability,
        BigDecimal winProbability,
        @Nullable ProbabilityBasis probabilityBasis,
        @Nullable BigDecimal expectedValue,
        @Nullable LocalDate expectedClose,
        @Nullable String championContactId,
        @Nullable String championName,
        @Nullable String owner,
        @Nullable String nextAction,
        @Nullable String sourceRule,
        @Nullable LostReason lostReason,
        @Nullable LocalDate closedOn,
        Instant createdAt,
        int stageAgeDays,
        boolean isStale,
        int version) {

    /** Returns the position of the opportunity in the list. */
    public ValuePosition position() {
        return new ValuePosition(expectedValue, valueAmount, clientId, opportunityId);
    }
}
