package io.os199.cs.onboarding.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/**
 * All tries of one person at one module: {@code training-1}.
 *
 * @param all by their numbers
 * @param most how many failures in a row end it
 */
public record Attempts(List<Attempt> all, int most) {
    public Attempts {
        all = all.stream().sorted(Comparator.comparingInt(Attempt::number)).toList();
    }

    /** Whether a score reaches a pass mark; without a mark there is no assessment, and having been there is enough. */
    public static boolean passes(@Nullable BigDecimal mark, @Nullable BigDecimal score) {
        return mark == null || (score != null && score.compareTo(mark) >= 0);
    }

    /** The number of the next one. */
    public int next() {
        return all.isEmpty() ? 1 : all.getLast().number() + 1;
    }

    /** Failures since the last pass, or since the first attempt where there is no pass. */
    public int failures() {
        int failures = 0;
        for (Attempt attempt : all) {
            if (attempt.isPassed()) {
                failures = 0;
            } else if (Boolean.FALSE.equals(attempt.passed())) {
                failures++;
            }
        }
        return failures;
    }

    /** How many more there may be before a pass. */
    public int left() {
        return Math.max(0, most - failures());
    }

    /** Whether any was passed; a failed one later does not undo that. */
    public boolean hasPass() {
        return all.stream().anyMatch(Attempt::isPassed);
    }
}
