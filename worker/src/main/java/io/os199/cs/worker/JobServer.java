package io.os199.cs.worker;

import io.dropwizard.lifecycle.Managed;

import org.jobrunr.jobs.filters.RetryFilter;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * JobRunr's background server in this process. It stops itself after too much trouble with the database;
 * a watchdog then starts another.
 */
final class JobServer implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(JobServer.class);

    /** The shortest poll interval that JobRunr accepts; {@link JobWakeUp} makes it fast. */
    private static final int POLL_SECONDS = 5;

    private static final int SERVER_TIMEOUT_IN_POLLS = 4;
    private static final int RETRIES = 10;
    private static final int BACKOFF_BASE_SECONDS = 2;

    private final StorageProvider storage;
    private final JobActivator handlers;
    private final int threads;
    private final Duration watch;
    private final ScheduledExecutorService watchdog =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("job-server-watchdog").factory());
    private volatile @Nullable BackgroundJobServer server;
    private volatile @Nullable ScheduledFuture<?> watching;

    /**
     * @param threads the number of jobs run at once
     * @param watch how often to check that the server is still running
     */
    JobServer(StorageProvider storage, JobActivator handlers, int threads, Duration watch) {
        this.storage = storage;
        this.handlers = handlers;
        this.threads = threads;
        this.watch = watch;
    }

    /** Returns the running server; empty if it has stopped itself. */
    Optional<BackgroundJobServer> running() {
        return Optional.ofNullable(server).filter(BackgroundJobServer::isRunning);
    }

    @Override
    public synchronized void start() {
        open();
        watching =
                watchdog.scheduleWithFixedDelay(
                        this::look, watch.toMillis(), watch.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        ScheduledFuture<?> looks = watching;
        if (looks != null) {
            looks.cancel(false);
        }
        watchdog.shutdown();
        BackgroundJobServer open = server;
        server = null;
        if (open != null) {
            open.stop();
        }
    }

    private void open() {
        BackgroundJobServer fresh =
                new BackgroundJobServer(
                        storage, new JacksonJsonMapper(), handlers, configuration());
        fresh.setJobFilters(List.of(new RetryFilter(RETRIES, BACKOFF_BASE_SECONDS)));
        fresh.start();
        server = fresh;
    }

    private synchronized void look() {
        if (server != null && running().isEmpty()) {
            try {
                LOG.warn("JobRunr's server has stopped itself; starting another");
                open();
            } catch (RuntimeException e) {
                LOG.warn("JobRunr's server does not start; trying again", e);
            }
        }
    }

    private BackgroundJobServerConfiguration configuration() {
        return BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                .andPollIntervalInSeconds(POLL_SECONDS)
                .andServerTimeoutPollIntervalMultiplicand(SERVER_TIMEOUT_IN_POLLS)
                .andWorkerCount(threads)
                .andDeleteSucceededJobsAfter(Duration.ofHours(1))
                .andPermanentlyDeleteDeletedJobsAfter(Duration.ofHours(1))
                .andInterruptJobsAwaitDurationOnStopBackgroundJobServer(Duration.ofSeconds(20));
    }
}
