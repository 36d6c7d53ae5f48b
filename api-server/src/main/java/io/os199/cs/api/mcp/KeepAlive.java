package io.os199.cs.api.mcp;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Turns the answer of a request that takes longer than a moment into a stream, and keeps writing to it, so that no
 * proxy gives up and a client that went is noticed.
 */
final class KeepAlive implements AutoCloseable {
    private final Duration first;
    private final Duration then;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("mcp-keep-alive").factory());

    KeepAlive(Duration first, Duration then) {
        this.first = first;
        this.then = then;
    }

    /** Watches over {@code reply} until closed; not at all where this is closed already. */
    Watch watch(Reply reply) {
        try {
            // A slow client must not hold up the others: each writes on a thread of its own.
            ScheduledFuture<?> task =
                    timer.scheduleWithFixedDelay(
                            () -> Thread.startVirtualThread(reply::keepAlive),
                            first.toMillis(),
                            then.toMillis(),
                            TimeUnit.MILLISECONDS);
            return () -> task.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    /** A reply that is watched over. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
