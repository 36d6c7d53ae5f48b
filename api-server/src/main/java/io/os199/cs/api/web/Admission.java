package io.os199.cs.api.web;

import io.os199.cs.usage.UsageBacklog;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Limits how much intake this process accepts at once: a bounded number of requests, as long as the rollups keep up,
 * and none once it is stopping.
 */
public final class Admission {
    private static final int AT_ONCE = 64;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration ONCE_ROLLED_UP = Duration.ofSeconds(30);

    private final Semaphore places = new Semaphore(AT_ONCE);
    private final UsageBacklog backlog;
    private volatile boolean closing;

    public Admission(UsageBacklog backlog) {
        this.backlog = backlog;
    }

    /** Whether a request may proceed. */
    sealed interface Verdict {}

    /** The request may proceed; to be closed when it has ended. */
    record Entered(Semaphore places) implements Verdict, AutoCloseable {
        @Override
        public void close() {
            places.release();
        }
    }

    record Refused(String why, Duration later) implements Verdict {}

    record Closing() implements Verdict {}

    Verdict enter() {
        if (closing) {
            return new Closing();
        }
        if (!places.tryAcquire()) {
            return new Refused("too many requests at once", SOON);
        }
        try {
            if (backlog.isFull()) {
                places.release();
                return new Refused("too many days wait for their rollup", ONCE_ROLLED_UP);
            }
        } catch (RuntimeException e) {
            places.release();
            throw e;
        }
        return new Entered(places);
    }

    /** Admits no more requests. */
    public void close() {
        closing = true;
    }
}
