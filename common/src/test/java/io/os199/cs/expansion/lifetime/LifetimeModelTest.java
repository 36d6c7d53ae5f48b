package io.os199.cs.expansion.lifetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.os199.cs.retention.risk.AnnualChurn;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The arithmetic of the lifetime value, to the digit. */
class LifetimeModelTest {
    private static final LifetimeModel PAGE = new LifetimeModel(5, 0.10, 0.80, 0.03);

    @Test
    void lessChurnMoreRevenueAndLowerCostAddTheirAmountsToTheValue() {
        assertThat(digits(PAGE.factor(0.10, 0.03), 6)).isEqualTo("3.306778");
        assertThat(digits(PAGE.factor(0.10, 0), 6)).isEqualTo("3.150887");
        double before = PAGE.value(0.10, 72_000, 0);
        assertThat(digits(before, 2)).isEqualTo("190470.44");
        assertThat(digits(PAGE.value(0.06, 72_000, 0), 2)).isEqualTo("209630.32");
        assertThat(digits(PAGE.value(0.06, 72_000, 0) - before, 2)).isEqualTo("19159.88");
        assertThat(digits(PAGE.value(0.10, 72_864, 0) - before, 2)).isEqualTo("2285.65");
        assertThat(digits(PAGE.value(0.10, 72_000, 7_800), 2)).isEqualTo("165893.52");
        assertThat(
                        digits(
                                PAGE.value(0.10, 72_000, 12 * 150 + 24 * 200)
                                        - PAGE.value(0.10, 72_000, 20 * 150 + 24 * 200),
                                2))
                .isEqualTo("3781.06");
        assertThat(digits(LifetimeModel.tenureYears(0.10), 2)).isEqualTo("10.00");
        assertThat(digits(PAGE.yearsInHorizon(0.10), 2)).isEqualTo("4.10");
    }

    /** Where growth offsets the discount, each year is worth the same. */
    @Test
    void equalYearsAreNotDividedByZero() {
        LifetimeModel equal = new LifetimeModel(5, 0.10, 1, 0.10);
        assertThat(digits(equal.factor(0, 0.10), 6)).isEqualTo("4.767313");
        assertThat(equal.yearsInHorizon(0)).isEqualTo(5);
        assertThat(new LifetimeModel(5, 0, 1, 0).factor(0, 0)).isEqualTo(5);
        assertThat(LifetimeModel.tenureYears(0)).isEqualTo(20);
        assertThat(LifetimeModel.isTenureCapped(0)).isTrue();
        assertThat(LifetimeModel.isTenureCapped(0.05)).isFalse();
        assertThat(equal.factor(1, 0.10)).isZero();
        assertThat(equal.yearsInHorizon(1)).isEqualTo(1);
    }

    /** The probabilities of the worked examples before they were rounded. */
    @ParameterizedTest
    @CsvSource({
        "0.5909, 0.1835, 365, 0.7798",
        "0.01155, 0.0018149, 365, 0.0170",
        "0.01155, 0.0018149, 30, 0.0460"
    })
    void aYearOfWindows(double in, double off, int termDays, double expected) {
        assertThat(AnnualChurn.probability(in, off, termDays)).isCloseTo(expected, within(6e-5));
        assertThat(AnnualChurn.probability(in, off, 2 * termDays))
                .isLessThanOrEqualTo(AnnualChurn.probability(in, off, termDays));
    }

    @Property
    void theClosedFormIsTheSumOfTheYears(
            @ForAll @Scale(12) @DoubleRange(min = 0, max = 1) double churn,
            @ForAll @Scale(12) @DoubleRange(min = -0.20, max = 0.20) double growth,
            @ForAll @Scale(12) @DoubleRange(min = 0, max = 0.5) double discount,
            @ForAll @IntRange(min = 1, max = 10) int years) {
        double kept = (1 - churn) / (1 + discount);
        double sum = 0;
        double stays = 0;
        for (int k = 1; k <= years; k++) {
            sum += Math.pow(1 + growth, k - 1) * Math.pow(kept, k - 0.5);
            stays += Math.pow(1 - churn, k - 1);
        }
        LifetimeModel model = new LifetimeModel(years, discount, 1, growth);
        assertThat(model.factor(churn, growth)).isCloseTo(sum, within(1e-6));
        assertThat(model.yearsInHorizon(churn)).isCloseTo(stays, within(1e-6));
    }

    /** Near the point where the years are equal, both forms of the formula agree. */
    @Property
    void nothingJumpsWhereTheYearsAreEqual(
            @ForAll @Scale(12) @DoubleRange(min = -1e-9, max = 1e-9) double off,
            @ForAll @IntRange(min = 1, max = 10) int years) {
        LifetimeModel model = new LifetimeModel(years, 0.10, 1, 0.10 + off);
        assertThat(model.factor(0, 0.10 + off)).isCloseTo(Math.sqrt(1 / 1.1) * years, within(1e-6));
    }

    @Property
    void whoStaysLongerIsWorthMore(
            @ForAll @Scale(12) @DoubleRange(min = 0, max = 0.99) double churn,
            @ForAll @Scale(12) @DoubleRange(min = 0.001, max = 0.01) double more,
            @ForAll @Scale(12) @DoubleRange(min = -0.20, max = 0.20) double growth,
            @ForAll @Scale(12) @DoubleRange(min = 0, max = 0.5) double discount,
            @ForAll @IntRange(min = 1, max = 10) int years) {
        LifetimeModel model = new LifetimeModel(years, discount, 0.80, growth);
        assertThat(model.value(churn, 1_000, 0)).isGreaterThan(model.value(churn + more, 1_000, 0));
        // With one year both are one, up to the last digit.
        assertThat(model.yearsInHorizon(churn))
                .isGreaterThan(model.yearsInHorizon(churn + more) - 1e-9);
    }

    private static String digits(double value, int digits) {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }
}
