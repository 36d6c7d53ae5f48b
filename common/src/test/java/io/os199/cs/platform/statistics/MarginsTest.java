package io.os199.cs.platform.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MarginsTest {
    @ParameterizedTest
    @CsvSource({"12, 3, 20, 30.70", "10, 8, 25, 30.80", "240, 60, 400, 7.23"})
    void ofNetSharesInPercentagePoints(long positive, long negative, long total, double points) {
        assertThat(100 * Margins.netShare(positive, negative, total))
                .isCloseTo(points, within(0.005));
    }

    /**
     * The margin never collapses, is the same for positive and negative shares, and is smaller for four times as many
     * answers.
     */
    @Property
    void ofANetShareBehaves(
            @ForAll @IntRange(max = 500) int positive,
            @ForAll @IntRange(max = 500) int negative,
            @ForAll @IntRange(max = 500) int others) {
        int total = positive + negative + others;
        double margin = Margins.netShare(positive, negative, total);
        assertThat(margin).isPositive();
        assertThat(Margins.netShare(negative, positive, total)).isCloseTo(margin, within(1e-12));
        if (total > 3) {
            assertThat(Margins.netShare(positive * 4L, negative * 4L, total * 4L))
                    .isLessThan(margin);
        }
    }
}
