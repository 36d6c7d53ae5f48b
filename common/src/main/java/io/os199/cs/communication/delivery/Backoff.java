package io.os199.cs.communication.delivery;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When a mail that was refused for now is tried again: after a time drawn evenly from 0 to 2 min · 2ⁿ (full jitter), or what the provider asked for where that is longer, at most three hours; so eight attempts end within a day.
 *
 * @param chance from 0 to 1
 */
record Backoff(DoubleSupplier chance) {
    private static final Duration BASE = Duration.ofMinutes(2);
    private static final Duration CAP = Duration.ofHours(3);
    private static final Duration LONGEST_ASKED = Duration.ofHours(3);
    private static final int ATTEMPTS = 8;

    /**
     * How long to wait; empty where it is not tried again.
     *
     * @param attempts those that were made, at least one
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
