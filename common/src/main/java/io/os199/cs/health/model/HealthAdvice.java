package io.os199.cs.health.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** What a rule says to do about a score, and what it would gain. */
public record HealthAdvice(
        String ruleId,
        String because,
        String action,
        Priority priority,
        String tool,
        @Nullable ExpectedEffect expectedEffect) {
    /** How soon. */
    public enum Priority {
        HIGH,
        MEDIUM,
        LOW
    }

    /** What the overall gains when the part named gets full marks, everything else as it is. */
    public record ExpectedEffect(BigDecimal overallPoints) {}
}
