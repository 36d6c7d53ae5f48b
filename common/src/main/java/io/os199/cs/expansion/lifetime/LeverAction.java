package io.os199.cs.expansion.lifetime;

import io.os199.cs.retention.risk.Priority;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * What to do to pull a lever.
 *
 * @param ruleId the rule of the play, the first rule of the finding, or the rule that found the opportunity; absent
 *     for one that a person entered
 * @param because the values that call for it
 * @param expectedValueAmount for something to sell, its value × probability
 */
public record LeverAction(
        @Nullable String ruleId,
        Priority priority,
        String because,
        @Nullable String findingKey,
        @Nullable String opportunityId,
        String action,
        @Nullable BigDecimal expectedValueAmount) {}
