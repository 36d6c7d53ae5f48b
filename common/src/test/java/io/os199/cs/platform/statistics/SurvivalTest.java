package io.os199.cs.platform.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.os199.cs.platform.statistics.Survival.Cases;
import io.os199.cs.platform.statistics.Survival.Step;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

final class SurvivalTest {
    /** The median of the cases that reached the step alone would be 18. */
    @Test
    void openCasesCountUpToTheirAge() {
        Survival survival =
                Survival.of(
                        List.of(
                                reached(9),
                                reached(12),
                                reached(18),
                                reached(21),
                                reached(33),
                                open(14),
                                open(26),
                                open(40)));
        assertThat(survival.steps()).extracting(Step::days).containsExactly(9, 12, 18, 21, 33);
        assertThat(survival.steps().stream().mapToDouble(Step::openShare).toArray())
                .usingComparatorWithPrecision(1e-9)
                .containsExactly(0.875, 0.75, 0.60, 0.45, 0.225);
        assertThat(survival.median()).hasValue(21);
        assertThat(survival.until(0.1)).isEmpty();
    }

    /** The median of a whole period. */
    @Test
    void ofAWholePeriod() {
        Survival survival =
                Survival.of(
                        List.of(
                                reached(3),
                                reached(8),
                                reached(12),
                                reached(20),
                                open(5),
                                open(15),
                                open(40)));
        assertThat(survival.steps().getLast().openShare()).isCloseTo(0.2571, within(5e-5));
        assertThat(survival.median()).hasValue(20);
    }

    @Test
    void nothingToSayOfNobodyOrOfOpenCasesAlone() {
        assertThat(Survival.of(List.of()).median()).isEmpty();
        assertThat(Survival.of(List.of(open(5), open(9))).median()).isEmpty();
    }

    /** Eight equal steps end at exactly a half after four, whatever rounding does on the way. */
    @Test
    void exactlyHalfIsTheMedian() {
        for (int size = 2; size <= 400; size += 2) {
            List<Cases> cases = new ArrayList<>();
            for (int day = 1; day <= size; day++) {
                cases.add(reached(day));
            }
            assertThat(Survival.of(cases).median()).hasValue(size / 2);
        }
    }

    /** With no open case it is the plain share, and cases given one by one or counted together yield the same. */
    @Property
    void withNobodyOpenItIsThePlainShare(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 90) Integer> days) {
        Survival survival = Survival.of(days.stream().map(SurvivalTest::reached).toList());
        for (Step step : survival.steps()) {
            long later = days.stream().filter(day -> day > step.days()).count();
            assertThat(step.openShare()).isCloseTo((double) later / days.size(), within(1e-9));
        }
        assertThat(Survival.of(days.stream().map(d -> new Cases(d, true, 3)).toList()).steps())
                .extracting(Step::days)
                .isEqualTo(survival.steps().stream().map(Step::days).toList());
    }

    private static Cases reached(int days) {
        return new Cases(days, true, 1);
    }

    private static Cases open(int days) {
        return new Cases(days, false, 1);
    }
}
