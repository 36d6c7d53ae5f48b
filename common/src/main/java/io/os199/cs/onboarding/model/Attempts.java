package io.os199.cs.onboarding.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/**
 * All attempts of one person at one module: {@code training-1}.
 *
 * @param all ordered by number
 * @param most the number of failures in a row that ends it
 */
public record Attempts(List<Attempt> all, int most) {
    public Attempts {
        all = all.stream().sorted(Comparator.comparingInt(Attempt::number)).toList();
    }

    /** Whether a score reaches a pass mark; without a mark there is no assessment, and attending is enough. */
    public static boolean passes(@Nullable BigDecimal mark, @Nullable BigDecimal score) {
        return mark == null || (score != null && score.compareTo(mark) >= 0);
    }

    /** Returns the number of the next attempt. */
    public int next() {
        return all.isEmpty() ? 1 : all.getLast().number() + 1;
    }

    /** Returns the failures since the last pass, or since the first attempt when there is no pass. */
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

    /** Returns how many more attempts are allowed without a pass. */
    public int left() {
        return Math.max(0, most - failures());
    }

    /** Whether any attempt passed; a later failure does not undo that. */
    public boolean hasPass() {
        return all.stream().anyMatch(Attempt::isPassed);
    }
}
