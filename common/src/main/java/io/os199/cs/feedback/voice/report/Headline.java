package io.os199.cs.feedback.voice.report;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * What leads a summary.
 *
 * @param before the same figure of the period before
 * @param n how many the figure is taken from
 * @param because in ids and figures, never in a customer's words
 * @param certain whether a change is more than chance: the intervals have no value in common
 */
public record Headline(
        String ruleId,
        Kind kind,
        String metric,
        @Nullable BigDecimal now,
        @Nullable BigDecimal before,
        @Nullable Integer n,
        String because,
        @Nullable Boolean certain) {
    /** What it means to whoever reads it. */
    public enum Kind {
        WIN,
        CONCERN,
        WATCH
    }
}
