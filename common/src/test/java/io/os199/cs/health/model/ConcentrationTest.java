package io.os199.cs.health.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

class ConcentrationTest {
    @Test
    void threeOfEightHoldFourFifths() {
        assertThat(of(10, 500, 30, 200, 60, 100, 20, 80))
                .isEqualTo(new Concentration(3, new BigDecimal("0.7000")));
    }

    @Test
    void aFifthIsRoundedUpToWholeClients() {
        assertThat(of(1, 1, 1, 1, 1, 1)).isEqualTo(new Concentration(5, new BigDecimal("0.3333")));
        assertThat(of(7)).isEqualTo(new Concentration(1, new BigDecimal("1.0000")));
    }

    @Test
    void nothingIsNotDividedByNothing() {
        assertThat(of()).isEqualTo(new Concentration(0, null));
        assertThat(of(0, 0)).isEqualTo(new Concentration(0, null));
    }

    private static Concentration of(int... thousands) {
        List<BigDecimal> amounts =
                IntStream.of(thousands).mapToObj(n -> BigDecimal.valueOf(n * 1000L)).toList();
        return Concentration.of(amounts);
    }
}
