package io.os199.cs.worker;

import io.dropwizard.lifecycle.Managed;

import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.JobSteward;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes JobRunr fetch at once instead of at its next poll. JobRunr has no such call; the pair of calls used here has
 * no effect other than running its fetch. A fetch that coincides with another is dropped, hence the second one a
 * moment later.
 */
final class JobWakeUp implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(JobWakeUp.class);
    private static final int AGAIN_MILLIS = 20;

    private final Supplier<Optional<BackgroundJobServer>> server;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("job-wake-up").factory());

    JobWakeUp(Supplier<Optional<BackgroundJobServer>> server) {
        this.server = server;
    }

    /** Returns at once; another thread does the fetching. */
    void wake() {
        try {
            executor.execute(this::fetch);
            ScheduledFuture<?> again =
                    executor.schedule(this::fetch, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            LOG.trace("fetching, and again: {}", again);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("woken while stopping", stopped);
        }
    }

    @Override
    public void stop() {
        executor.shutdown();
    }

    private void fetch() {
        try {
            server.get()
                    .map(BackgroundJobServer::getJobSteward)
                    .ifPresent(JobWakeUp::occupyAndFree);
        } catch (RuntimeException e) {
            LOG.warn("could not fetch at once; JobRunr polls", e);
        }
    }

    private static void occupyAndFree(JobSteward steward) {
        steward.notifyThreadOccupied();
        steward.notifyThreadIdle();
    }
}
