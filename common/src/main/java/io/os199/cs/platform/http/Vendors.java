package io.os199.cs.platform.http;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * What the clients of all vendors share.
 *
 * @param calls through which they call
 * @param circuits what other processes know about failing services
 */
public record Vendors(
        OutsideCalls calls,
        VendorMetrics metrics,
        SharedCircuits circuits,
        Waiting waiting,
        Clock clock) {
    /** How to wait between attempts, and the source of random wait times. */
    public record Waiting(Pause pause, RandomGenerator random) {
        /** Waits in real time, with real randomness. */
        public static Waiting real() {
            return new Waiting(Pause.real(), () -> ThreadLocalRandom.current().nextLong());
        }
    }
}
