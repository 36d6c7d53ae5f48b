package io.os199.cs.core.overview;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/** An unresolved risk indicator. */
public record OpenRisk(
        String indicatorKey,
        String category,
        Severity severity,
        @Nullable BigDecimal value,
        @Nullable BigDecimal threshold,
        Instant detectedAt) {}
