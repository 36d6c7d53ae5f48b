package io.os199.cs.core;

import io.os199.cs.platform.answer.Refusal.Fault;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/** The fault of a share, as 0.8, sent where a score of 0 to 100 is meant, which as a score would be almost nothing. */
public final class ScoreFaults {
    private static final int PERCENT_PLACES = 2;

    private ScoreFaults() {}

    /** Finds the fault of a score to compare with; none for 0, and for what is at least 1. */
    public static List<Fault> of(String field, @Nullable BigDecimal score) {
        if (score == null || score.signum() <= 0 || score.compareTo(BigDecimal.ONE) >= 0) {
            return List.of();
        }
        String percent = score.movePointRight(PERCENT_PLACES).stripTrailingZeros().toPlainString();
        return List.of(
                new Fault(
                        field,
                        "%s %s is no score: scores go from 0 to 100; send %s for %s %%"
                                .formatted(field, score.toPlainString(), percent, percent),
                        "0, or 1 to 100"));
    }
}
