package io.os199.cs.platform.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.testing.TestClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class SealerRotationTest {
    private static final String OLD = "the old key of 22 bytes";
    private static final String NEW = "the new key of 22 bytes";
    private static final Duration HANDOVER = Duration.ofMinutes(3);

    private final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    private final Sealer sealer = new Sealer(OLD, List.of(), clock);
    private final String before = sealer.seal("session", "text");

    @Test
    void aNewKeyOpensAtOnceAndSealsWhenAllReplicasHaveIt() {
        sealer.replace(NEW, List.of(), HANDOVER);

        assertThat(sealer.open("session", new Sealer(NEW).seal("session", "theirs")))
                .hasValue("theirs");
        assertThat(new Sealer(OLD).open("session", sealer.seal("session", "ours")))
                .hasValue("ours");

        clock.advance(HANDOVER);
        String after = sealer.seal("session", "ours");
        assertThat(new Sealer(NEW).open("session", after)).hasValue("ours");
        assertThat(new Sealer(OLD).open("session", after)).isEmpty();
    }

    @Test
    void theReplacedKeyOpensForADay() {
        sealer.replace(NEW, List.of(), HANDOVER);
        clock.advance(HANDOVER.plusDays(1).minusSeconds(1));
        assertThat(sealer.open("session", before)).hasValue("text");

        clock.advance(Duration.ofSeconds(1));
        assertThat(sealer.open("session", before)).isEmpty();
    }

    @Test
    void aConfiguredPreviousKeyOpensAsLongAsItIsConfigured() {
        sealer.replace(NEW, List.of(OLD), HANDOVER);
        clock.advance(Duration.ofDays(30));
        assertThat(sealer.open("session", before)).hasValue("text");

        sealer.replace(NEW, List.of(), HANDOVER);
        assertThat(sealer.open("session", before)).isEmpty();
    }

    @Test
    void twoRotationsInADayLoseNothing() {
        sealer.replace(NEW, List.of(), HANDOVER);
        clock.advance(Duration.ofHours(1));
        String between = sealer.seal("session", "between");
        sealer.replace("a third key of 23 bytes", List.of(), HANDOVER);
        clock.advance(Duration.ofHours(1));

        assertThat(sealer.open("session", before)).hasValue("text");
        assertThat(sealer.open("session", between)).hasValue("between");
    }
}
