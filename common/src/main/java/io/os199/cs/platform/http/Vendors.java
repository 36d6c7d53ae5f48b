package io.os199.cs.platform.http;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * What the clients of all vendors share.
 *
 * @param calls through which they call
 * @param circuits what other processes know of services that fail
 */
public record Vendors(
        OutsideCalls calls,
        VendorMetrics metrics,
        SharedCircuits circuits,
        Waiting waiting,
        Clock clock) {
    /** How one waits, and by what chance for how long. */
    public record Waiting(Pause pause, RandomGenerator random) {
        /** By real time and chance. */
        public static Waiting real() {
            return new Waiting(Pause.real(), () -> ThreadLocalRandom.current().nextLong());
        }
    }
}
