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
 * Makes the partitions of the coming months, as workers do: without one for this month no call could be audited, and
 * no worker may have run for months.
 */
final class PartitionsAhead implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionsAhead.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final Partitions partitions;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("partitions-ahead").factory());

    PartitionsAhead(Partitions partitions) {
        this.partitions = partitions;
    }

    /** Begins at once, without keeping the process from starting. */
    @Override
    public void start() {
        var _ = executor.scheduleWithFixedDelay(this::make, 0, EVERY.toMinutes(), TimeUnit.MINUTES);
    }

    @Override
    public void stop() {
        executor.shutdownNow();
    }

    private void make() {
        try {
            partitions.ensureAhead();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("the partitions of the coming months were not made; trying again", e);
        }
    }
}
