package io.os199.cs.expansion.finding;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * The totals of a client's findings.
 *
 * @param productIds in the order of their expected value; absent where none is about a product
 */
public record ClientRollUp(
        String clientId,
        @Nullable List<String> productIds,
        BigDecimal totalValueAmount,
        BigDecimal totalExpectedValueAmount) {}
