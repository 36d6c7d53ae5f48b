package io.os199.cs.health.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.model.ValueTier;

import org.junit.jupiter.api.Test;

import java.util.List;

class ServiceLevelTest {
    private static final ServiceLevel STRATEGIC = new ServiceLevel(ValueTier.STRATEGIC, 7, 90, 8);
    private static final ServiceLevel MID = new ServiceLevel(ValueTier.MID, 30, 180, 45);
    private static final ServiceLevel ENTRY = new ServiceLevel(ValueTier.ENTRY, null, null, null);

    @Test
    void nineStrategicAndEighteenMidClientsTakeAPersonAndAHalf() {
        assertThat(STRATEGIC.neededFte(9)).isEqualTo("1.13");
        assertThat(MID.neededFte(18)).isEqualTo("0.40");
        assertThat(ENTRY.neededFte(500)).isEqualTo("0.00");
        assertThat(ServiceLevel.neededFte(List.of(STRATEGIC, MID, ENTRY), new int[] {9, 18, 500}))
                .as("rounded once")
                .isEqualTo("1.53");
    }
}
