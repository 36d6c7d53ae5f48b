package io.os199.cs.retention.risk;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * Clients that have something in common.
 *
 * @param key the risk level or the tier
 * @param expectedLossAmount Σ probability × ARR; absent where none of them is scored
 */
public record RiskGroup(
        String key,
        int clientCount,
        BigDecimal arrAmount,
        @Nullable BigDecimal expectedLossAmount) {}
