package io.os199.cs.expansion.lifetime;

import io.os199.cs.retention.risk.Priority;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * What to do to pull a lever.
 *
 * @param ruleId of the play, of the finding's first rule or of what found the opportunity; absent of one that a person entered
 * @param because the values that call for it
 * @param expectedValueAmount of what is sold, value × probability
 */
public record LeverAction(
        @Nullable String ruleId,
        Priority priority,
        String because,
        @Nullable String findingKey,
        @Nullable String opportunityId,
        String action,
        @Nullable BigDecimal expectedValueAmount) {}
