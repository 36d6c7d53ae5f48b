package io.os199.cs.platform.http;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a call is retried, and after what wait: a random time between zero and a limit that doubles with each
 * attempt (full jitter).
 *
 * @param attempts in all
 * @param longestWait the longest wait that a run accepts; when the service asks for more, the run ends
 */
public record Retries(Duration base, Duration cap, int attempts, Duration longestWait) {
    /** For reads while somebody's job runs. */
    public static Retries inbound() {
        return new Retries(Duration.ofSeconds(1), Duration.ofSeconds(60), 5, Duration.ofMinutes(2));
    }

    /**
     * Returns the wait after an attempt.
     *
     * @param attempt counted from 0
     * @param asked the minimum that the service asked for
     */
    public Duration delay(int attempt, @Nullable Duration asked, RandomGenerator random) {
        long most = cap.toMillis();
        // 2 to the 30th is longer than any cap.
        long grown = base.toMillis() << Math.min(attempt, 30);
        Duration own = Duration.ofMillis(random.nextLong(Math.min(most, grown) + 1));
        return asked != null && asked.compareTo(own) > 0 ? asked : own;
    }
}
