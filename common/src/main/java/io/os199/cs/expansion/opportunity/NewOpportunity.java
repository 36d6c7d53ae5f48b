package io.os199.cs.expansion.opportunity;

import io.os199.cs.expansion.chance.OpportunityStage;
import io.os199.cs.expansion.chance.OpportunityType;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * An opportunity to be saved: a finding, or one that a person enters.
 *
 * @param findingKey of the finding; null where a person enters it, who then gives the {@code type}
 * @param stage one that is not final
 */
public record NewOpportunity(
        String clientId,
        @Nullable String findingKey,
        @Nullable OpportunityType type,
        @Nullable String productId,
        @Nullable BigDecimal valueAmount,
        OpportunityStage stage,
        @Nullable Double probability,
        @Nullable LocalDate expectedClose,
        @Nullable String championContactId,
        @Nullable String owner,
        @Nullable String nextAction) {}
