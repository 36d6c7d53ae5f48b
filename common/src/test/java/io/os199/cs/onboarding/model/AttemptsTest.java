package io.os199.cs.onboarding.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Attempts at modules, checked against counting by hand. */
class AttemptsTest {
    @Test
    void anEqualScorePassesAndNoMarkNeedsNone() {
        BigDecimal mark = new BigDecimal("0.75");
        assertThat(Attempts.passes(mark, new BigDecimal("0.7500"))).isTrue();
        assertThat(Attempts.passes(mark, new BigDecimal("0.7499"))).isFalse();
        assertThat(Attempts.passes(mark, null)).isFalse();
        assertThat(Attempts.passes(null, null)).isTrue();
    }

    /**
     * The number of attempts left depends only on the failures since the last pass, in whatever order the attempts
     * are given.
     */
    @Property
    void onlyFailuresSinceTheLastPassCount(
            @ForAll @Size(max = 12) List<Boolean> passes,
            @ForAll @IntRange(min = 1, max = 10) int most,
            @ForAll long seed) {
        List<Attempt> shuffled = new ArrayList<>();
        for (boolean passed : passes) {
            shuffled.add(attempt(shuffled.size() + 1, passed));
        }
        Collections.shuffle(shuffled, new Random(seed));
        Attempts attempts = new Attempts(shuffled, most);
        int trailing = passes.size() - 1 - passes.lastIndexOf(true);
        assertThat(attempts.failures()).isEqualTo(trailing);
        assertThat(attempts.left()).isEqualTo(Math.max(0, most - trailing));
        assertThat(attempts.hasPass()).isEqualTo(passes.contains(true));
        assertThat(attempts.next()).isEqualTo(passes.size() + 1);
    }

    /** An attempt that nobody has judged is neither a pass nor a failure. */
    @Test
    void anUnjudgedAttemptOnlyCountsAsOne() {
        Attempts attempts = new Attempts(List.of(attempt(1, false), attempt(2, null)), 3);
        assertThat(attempts.left()).isEqualTo(2);
        assertThat(attempts.next()).isEqualTo(3);
        assertThat(attempts.hasPass()).isFalse();
    }

    private static Attempt attempt(int number, @Nullable Boolean passed) {
        return new Attempt("module", number, null, null, null, passed);
    }
}
