package io.os199.cs.platform.cache;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps calls away from a server that failed: after a failure nobody calls it for a while, then one caller tries.
 * Writes one log line when the server is lost and one when it is back.
 */
final class Breaker {
    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);
    private static final long CLOSED = Long.MIN_VALUE;

    private final Clock clock;
    private final Duration pause;
    private final AtomicLong nextTry = new AtomicLong(CLOSED);

    Breaker(Clock clock, Duration pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /** Whether this caller may ask the server now. */
    boolean allows() {
        long due = nextTry.get();
        if (due == CLOSED) {
            return true;
        }
        long now = clock.millis();
        return now >= due && nextTry.compareAndSet(due, now + pause.toMillis());
    }

    void succeeded() {
        if (nextTry.get() != CLOSED && nextTry.getAndSet(CLOSED) != CLOSED) {
            LOG.info("Redis answers again");
        }
    }

    void failed(RuntimeException e) {
        if (nextTry.getAndSet(clock.millis() + pause.toMillis()) == CLOSED) {
            LOG.warn("Redis does not answer: working without it. {}", e.toString());
        }
    }
}
