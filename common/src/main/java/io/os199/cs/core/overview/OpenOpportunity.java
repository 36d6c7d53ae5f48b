package io.os199.cs.core.overview;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/** An opportunity that is neither won nor lost. */
public record OpenOpportunity(
        String opportunityId,
        String type,
        @Nullable String productId,
        String stage,
        @Nullable BigDecimal valueAmount,
        @Nullable BigDecimal probability,
        @Nullable LocalDate expectedCloseOn,
        @Nullable String owner) {}
