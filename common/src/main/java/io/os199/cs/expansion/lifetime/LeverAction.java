package io.os199.cs.expansion.lifetime;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * What to do to pull a lever.
 *
 * @param ruleId of the play or of the finding's first rule
 * @param expectedValueAmount of what is sold, value × probability
 */
public record LeverAction(
        @Nullable String ruleId,
        @Nullable String findingKey,
        @Nullable String opportunityId,
        String action,
        @Nullable BigDecimal expectedValueAmount) {}
