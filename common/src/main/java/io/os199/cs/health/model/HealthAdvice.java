package io.os199.cs.health.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** A rule's recommendation about a score, and the gain to expect from it. */
public record HealthAdvice(
        String ruleId,
        String because,
        String action,
        Priority priority,
        String tool,
        @Nullable ExpectedEffect expectedEffect) {
    /** The urgency of a recommendation. */
    public enum Priority {
        HIGH,
        MEDIUM,
        LOW
    }

    /** The gain in the overall score when the named part gets full marks and everything else is unchanged. */
    public record ExpectedEffect(BigDecimal overallPoints) {}
}
