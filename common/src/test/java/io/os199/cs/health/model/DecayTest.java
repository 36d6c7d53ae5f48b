package io.os199.cs.health.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

final class DecayTest {
    /** The decay computed in floating point agrees with the one of forty digits. */
    @Property
    void sixDecimalsAreThoseOfTheSeries(
            @ForAll @IntRange(max = 4_000) int days,
            @ForAll @BigRange(min = "0.5", max = "400") @Scale(2) BigDecimal decayDays) {
        BigDecimal x = BigDecimal.valueOf(days).divide(decayDays, new MathContext(40));
        BigDecimal expected =
                x.intValue() >= 60
                        ? BigDecimal.ZERO.setScale(6)
                        : Decay.series(x).setScale(6, RoundingMode.HALF_UP);
        assertThat(Decay.exponential(days, decayDays)).isEqualTo(expected);
    }
}
