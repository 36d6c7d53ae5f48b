package io.os199.cs.communication.delivery;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When a mail that was refused temporarily is tried again: after a random time between 0 and 2 min · 2ⁿ (full
 * jitter), or after the time that the provider asked for if that is longer, at most three hours; so eight attempts
 * end within a day.
 *
 * @param chance from 0 to 1
 */
record Backoff(DoubleSupplier chance) {
    private static final Duration BASE = Duration.ofMinutes(2);
    private static final Duration CAP = Duration.ofHours(3);
    private static final Duration LONGEST_ASKED = Duration.ofHours(3);
    private static final int ATTEMPTS = 8;

    /**
     * Returns how long to wait; empty when there is no further attempt.
     *
     * @param attempts the attempts made, at least one
     */
    Optional<Duration> after(int attempts, @Nullable Duration asked) {
        if (attempts >= ATTEMPTS) {
            return Optional.empty();
        }
        Duration bound = least(BASE.multipliedBy(1L << (attempts - 1)), CAP);
        Duration drawn = Duration.ofMillis((long) (bound.toMillis() * chance.getAsDouble()));
        return Optional.of(
                asked != null && asked.compareTo(drawn) > 0 ? least(asked, LONGEST_ASKED) : drawn);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
