package io.os199.cs.worker;

import io.dropwizard.lifecycle.Managed;
import io.os199.cs.usage.UsageRollups;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Rewrites the rollups of the days that wait, batch after batch, and then looks again after a while. */
final class RollupLoop implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(RollupLoop.class);
    private static final int PATIENCE_SECONDS = 20;

    private final UsageRollups rollups;
    private final Duration every;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("usage-rollups").factory());
    private volatile boolean leaving;
    private @Nullable ScheduledFuture<?> looks;

    RollupLoop(UsageRollups rollups, Duration every) {
        this.rollups = rollups;
        this.every = every;
    }

    @Override
    public void start() {
        looks =
                executor.scheduleWithFixedDelay(
                        this::rollUp, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets the batch under way end; the days that still wait are another worker's. */
    @Override
    public void stop() throws InterruptedException {
        leaving = true;
        ScheduledFuture<?> scheduled = looks;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
        executor.shutdown();
        if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("a batch of usage rollups was left under way; its days are rolled up again");
        }
    }

    private void rollUp() {
        try {
            boolean more = true;
            while (more && !leaving) {
                more = rollups.rollUpSome();
            }
        } catch (RuntimeException e) {
            LOG.warn("could not roll up usage; trying again", e);
        }
    }
}
