package io.os199.cs.jobs;

import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The job API for callers: submit, watch, list, cancel. Our row is authoritative; JobRunr only brings it to a worker.
 * All reads go to the primary, so that a job can be seen as soon as it is submitted.
 */
public final class Jobs {
    /** The channel that carries the id of each job whose state or progress changed. */
    public static final String CHANGED_CHANNEL = "job_changed";

    /** The channel that carries the id of each running job that is to stop. */
    static final String CANCEL_CHANNEL = "job_cancel";

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Database database;
    private final JobQueue queue;
    private final JobSubmission submission;
    private final Clock clock;
    private final JobWaiters waiters = new JobWaiters();

    public Jobs(Database database, JobQueue queue, DatabaseSignals signals, Clock clock) {
        this.database = database;
        this.queue = queue;
        this.submission = new JobSubmission(queue, clock);
        this.clock = clock;
        signals.on(CHANGED_CHANNEL, waiters::changed);
    }

    /** See {@link JobSubmission#submit}. */
    public Job submit(Transaction tx, JobOrder order) {
        return submission.submit(tx, order);
    }

    /** See {@link JobSubmission#newest}. */
    public Optional<Job> newest(Transaction tx, JobOrder order) {
        return submission.newest(tx, order);
    }

    /** Whoever learns from this that the job has ended also sees what it did. */
    public Optional<Job> find(String jobId) {
        Optional<Job> job = database.current(tx -> find(tx, jobId));
        if (job.isPresent() && job.get().status().isFinal()) {
            database.callerKnows();
        }
        return job;
    }

    /** Empty also when the job has expired. */
    public Optional<Job> find(Transaction tx, String jobId) {
        return tx.dao(JobDao.class).find(jobId, now());
    }

    /**
     * Returns the job once it has ended, or else as it stands after {@code atMost}, or as soon as {@code goesOn},
     * which is given the job at each look, returns that nobody is waiting any more. Holds no connection meanwhile.
     */
    public Optional<Job> await(String jobId, Duration atMost, Predicate<Job> goesOn) {
        long end = System.nanoTime() + atMost.toNanos();
        try (JobWaiters.Bell bell = waiters.enter(jobId)) {
            while (true) {
                Optional<Job> job = find(jobId);
                Duration left = Duration.ofNanos(end - System.nanoTime());
                boolean over = job.isEmpty() || job.get().status().isFinal();
                if (over || !goesOn.test(job.get()) || !left.isPositive()) {
                    return job;
                }
                bell.await(left.compareTo(LOOK) < 0 ? left : LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return find(jobId);
        }
    }

    public JobPage list(JobFilter filter, JobKey after, int limit) {
        Instant now = now();
        return database.current(
                tx -> {
                    JobDao dao = tx.dao(JobDao.class);
                    return new JobPage(
                            dao.list(filter, after, now, limit),
                            dao.count(filter, now),
                            dao.summary(filter.principal(), now));
                });
    }

    /** Stops {@code job}; what it stored stands. */
    public CancelOutcome cancel(Transaction tx, Job job) {
        JobDao dao = tx.dao(JobDao.class);
        Instant now = now();
        Optional<JobStatus> status =
                dao.cancel(job.jobId(), now, now.plus(JobTimes.kept(job.tool())));
        if (status.isEmpty()) {
            return CancelOutcome.ALREADY_FINAL;
        }
        dao.notify(CANCEL_CHANNEL, job.jobId());
        dao.notify(CHANGED_CHANNEL, job.jobId());
        return status.get() == JobStatus.CANCELLED
                ? CancelOutcome.CANCELLED
                : CancelOutcome.CANCELLING;
    }

    /** The number of workers with a heartbeat in the last minute, and the time of the latest heartbeat. */
    public Workers workers() {
        List<Instant> heartbeats = queue.workerHeartbeats();
        Instant since = clock.instant().minusSeconds(60);
        long alive = heartbeats.stream().filter(since::isBefore).count();
        return new Workers((int) alive, heartbeats.isEmpty() ? null : heartbeats.getFirst());
    }

    /** The workers by their heartbeat. */
    public record Workers(int aliveCount, @Nullable Instant lastSeenAt) {}

    private Instant now() {
        return StoredTime.now(clock);
    }
}
