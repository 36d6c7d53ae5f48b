package io.os199.cs.health.model;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * The state of one risk indicator of one client after a score.
 *
 * @param severity absent when its condition does not hold: an open episode ends
 * @param threshold the bound that the value has crossed, where the condition has one
 */
public record IndicatorState(
        String clientId,
        String indicatorKey,
        String category,
        @Nullable Severity severity,
        BigDecimal value,
        @Nullable BigDecimal threshold) {}
