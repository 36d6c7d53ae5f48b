package io.os199.cs.support.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.model.Severity;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;

final class SlaStateTest {
    private static final Instant OPENED = Instant.parse("2026-07-01T22:30:00Z");

    /** A critical escalation, opened at 22:30: due at 02:30. */
    @ParameterizedTest
    @CsvSource({
        "2026-07-02T01:29:59Z,, ON_TRACK",
        "2026-07-02T01:30:00Z,, AT_RISK",
        "2026-07-02T02:30:00Z,, AT_RISK",
        "2026-07-02T02:30:01Z,, BREACHED",
        "2026-07-03T00:00:00Z, 2026-07-02T02:30:00Z, MET",
        "2026-07-03T00:00:00Z, 2026-07-02T02:30:01Z, BREACHED"
    })
    void isAtRiskInTheLastQuarterAndBreachedOnlyAfterTheDeadline(
            Instant now, @Nullable Instant doneAt, SlaState state) {
        Duration span = ResponseTimes.of(Severity.CRITICAL).resolve();
        assertThat(SlaState.of(OPENED.plus(span), span, doneAt, now)).isEqualTo(state);
    }

    /** Time only ever makes a running clock worse, and stopping the clock never does. */
    @Property
    void aRunningClockOnlyGetsWorse(
            @ForAll Severity severity,
            @ForAll @IntRange(max = 10_000) int minutes,
            @ForAll @IntRange(max = 10_000) int later) {
        Duration span = ResponseTimes.of(severity).acknowledge();
        Instant due = OPENED.plus(span);
        Instant now = OPENED.plus(Duration.ofMinutes(minutes));
        SlaState first = SlaState.of(due, span, null, now);
        SlaState second = SlaState.of(due, span, null, now.plus(Duration.ofMinutes(later)));
        assertThat(second).isGreaterThanOrEqualTo(first);
        SlaState stopped = SlaState.of(due, span, now, now);
        assertThat(stopped == SlaState.BREACHED).isEqualTo(first == SlaState.BREACHED);
    }
}
