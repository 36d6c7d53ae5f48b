package io.os199.cs.platform.http;

import java.time.Duration;

/**
 * When a service that fails is left alone, and for how long.
 *
 * @param inARow failures without an answer between them, after which it is
 * @param firstPause the first time
 * @param longestPause each time that a trial fails the pause doubles, up to this
 */
public record CircuitRule(int inARow, Duration firstPause, Duration longestPause) {
    /** Five failures, a minute, ten minutes. */
    public static final CircuitRule OF_VENDORS =
            new CircuitRule(5, Duration.ofMinutes(1), Duration.ofMinutes(10));
}
