package io.os199.cs.expansion.finding;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the findings of a client come to.
 *
 * @param productIds in the order of their expected value; absent where none is about a product
 */
public record ClientRollUp(
        String clientId,
        @Nullable List<String> productIds,
        BigDecimal totalValueAmount,
        BigDecimal totalExpectedValueAmount) {}
