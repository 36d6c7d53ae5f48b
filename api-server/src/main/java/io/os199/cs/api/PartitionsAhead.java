package io.os199.cs.api;

import io.dropwizard.lifecycle.Managed;
import io.os199.cs.platform.database.Partitions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Makes the partitions of the coming months, as workers do, so that calls can be audited however long no worker has
 * run.
 */
final class PartitionsAhead implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionsAhead.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Partitions partitions;
    private final Duration soon;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("partitions-ahead").factory());

    PartitionsAhead(Partitions partitions) {
        this(partitions, SOON);
    }

    /** @param soon how long it waits after a failure until it has worked once */
    PartitionsAhead(Partitions partitions, Duration soon) {
        this.partitions = partitions;
        this.soon = soon;
    }

    /** Begins at once, without keeping the process from starting. */
    @Override
    public void start() {
        executor.execute(this::begin);
    }

    @Override
    public void stop() {
        executor.shutdownNow();
    }

    private void begin() {
        if (make()) {
            var _ =
                    executor.scheduleWithFixedDelay(
                            this::make, EVERY.toMinutes(), EVERY.toMinutes(), TimeUnit.MINUTES);
        } else {
            var _ = executor.schedule(this::begin, soon.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean make() {
        try {
            partitions.ensureAhead();
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.warn("the partitions of the coming months were not made; trying again", e);
            return false;
        }
    }
}
