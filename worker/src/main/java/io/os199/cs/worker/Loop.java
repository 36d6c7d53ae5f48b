package io.os199.cs.worker;

import io.dropwizard.lifecycle.Managed;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Processes what is waiting, batch after batch, and then checks again after a while. Each worker does so
 * independently.
 */
final class Loop implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final int PATIENCE_SECONDS = 20;

    private final String name;
    private final Batch batch;
    private final Duration every;
    private final ScheduledExecutorService executor;
    private volatile boolean leaving;
    private @Nullable ScheduledFuture<?> looks;

    /** Work that any worker can do. */
    interface Batch {
        /** Returns whether there may be more. */
        boolean run();
    }

    Loop(String name, Duration every, Batch batch) {
        this.name = name;
        this.batch = batch;
        this.every = every;
        this.executor =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name(name).factory());
    }

    /** Creates a loop for something done once each time. */
    static Loop of(String name, Duration every, Runnable task) {
        return new Loop(
                name,
                every,
                () -> {
                    task.run();
                    return false;
                });
    }

    @Override
    public void start() {
        looks =
                executor.scheduleWithFixedDelay(
                        this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets the batch in progress end; what is still waiting is left to another worker. */
    @Override
    public void stop() throws InterruptedException {
        leaving = true;
        ScheduledFuture<?> scheduled = looks;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
        executor.shutdown();
        if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("a batch of {} was left under way; another worker does it", name);
        }
    }

    private void look() {
        try {
            boolean more = true;
            while (more && !leaving) {
                more = batch.run();
            }
        } catch (RuntimeException | Error e) {
            // Even an error ends only this batch, not the loop.
            LOG.warn("{} failed; trying again", name, e);
        }
    }
}
