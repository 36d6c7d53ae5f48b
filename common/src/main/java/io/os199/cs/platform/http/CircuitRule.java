package io.os199.cs.platform.http;

import java.time.Duration;

/**
 * When a failing service is left alone, and for how long.
 *
 * @param inARow number of failures, without an answer between them, after which it is left alone
 * @param firstPause length of the first pause
 * @param longestPause limit of the pause, which doubles each time a trial fails
 */
public record CircuitRule(int inARow, Duration firstPause, Duration longestPause) {
    /** Five failures; pauses from one minute to ten. */
    public static final CircuitRule OF_VENDORS =
            new CircuitRule(5, Duration.ofMinutes(1), Duration.ofMinutes(10));
}
