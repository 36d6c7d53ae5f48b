package io.os199.cs.jobs;

import static org.jobrunr.scheduling.JobBuilder.aJob;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.os199.cs.platform.ids.TypeId;

import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.storage.BackgroundJobServerStatus;
import org.jobrunr.storage.JobNotFoundException;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

/**
 * JobRunr's queue on our PostgreSQL. Each attempt at a job has an id derived from the job's, so that queueing it
 * twice has the same effect as queueing it once.
 */
public final class JobQueue {
    /** The channel that notifies the workers that there is something to fetch. */
    public static final String WAKE_CHANNEL = "jobrunr_wake";

    private static final Set<StateName> PENDING =
            EnumSet.of(
                    StateName.AWAITING,
                    StateName.SCHEDULED,
                    StateName.ENQUEUED,
                    StateName.PROCESSING);

    private final DataSource dataSource;
    private final StorageProvider storage;
    private final JobRequestScheduler scheduler;

    public JobQueue(DataSource dataSource) {
        this.dataSource = dataSource;
        this.storage = storage(dataSource);
        this.scheduler = new JobRequestScheduler(storage);
    }

    /**
     * JobRunr's tables, which the migrations created. The mapper is named explicitly, as JobRunr would otherwise pick
     * one from the class path.
     */
    public static StorageProvider storage(DataSource dataSource) {
        StorageProvider storage =
                new LatestRunStorage(dataSource, "jobs.", DatabaseOptions.SKIP_CREATE);
        storage.setJobMapper(new JobMapper(new JacksonJsonMapper()));
        return storage;
    }

    /**
     * Queues the attempt at a job that is due from {@code notBefore}; absent: the first attempt.
     *
     * @param tool the name under which the dashboard shows the job
     */
    void enqueue(String jobId, String tool, @Nullable Instant notBefore) {
        enqueue(attempt(jobId, notBefore), jobId, tool);
        wake();
    }

    /** Queues {@code count} more workers for a job under way. */
    void enqueueTakers(String jobId, String tool, int count) {
        for (int i = 0; i < count; i++) {
            enqueue(UUID.randomUUID(), jobId, tool);
        }
        wake();
    }

    private void enqueue(UUID attempt, String jobId, String tool) {
        scheduler.create(
                aJob().withId(attempt)
                        .withName(tool + " " + jobId)
                        .withJobRequest(new RunJob(jobId)));
    }

    /** Whether JobRunr will still begin or end that attempt; empty when it does not know the attempt. */
    Optional<Boolean> isPending(String jobId, @Nullable Instant notBefore) {
        try {
            StateName state = storage.getJobById(attempt(jobId, notBefore)).getState();
            return Optional.of(PENDING.contains(state));
        } catch (JobNotFoundException e) {
            return Optional.empty();
        }
    }

    /** The workers' last heartbeats, the latest first. */
    public List<Instant> workerHeartbeats() {
        return storage.getBackgroundJobServers().stream()
                .map(BackgroundJobServerStatus::getLastHeartbeat)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private void wake() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_notify('" + WAKE_CHANNEL + "', '')");
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("could not wake the workers; they poll", e);
        }
    }

    private static UUID attempt(String jobId, @Nullable Instant notBefore) {
        return notBefore == null
                ? TypeId.uuid(jobId)
                : UUID.nameUUIDFromBytes((jobId + notBefore).getBytes(UTF_8));
    }
}
