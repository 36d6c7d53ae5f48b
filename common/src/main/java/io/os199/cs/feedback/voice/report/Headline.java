package io.os199.cs.feedback.voice.report;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * A leading statement of a summary.
 *
 * @param before the same figure for the period before
 * @param n how many the figure is taken from
 * @param because the reasons in ids and figures, never in a customer's words
 * @param certain whether a change is more than chance: the intervals do not overlap
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
    /** The meaning of the headline to a reader. */
    public enum Kind {
        WIN,
        CONCERN,
        WATCH
    }
}
