package io.os199.cs.jobs;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds jobs that nobody works on: never queued, put back and due now, or held by a worker that died. */
final class JobSweeper {
    private final Database database;
    private final JobQueue queue;
    private final JobEnd ends;
    private final Clock clock;
    private final JobTimes times;

    JobSweeper(Database database, JobQueue queue, JobEnd ends, Clock clock, JobTimes times) {
        this.database = database;
        this.queue = queue;
        this.ends = ends;
        this.clock = clock;
        this.times = times;
    }

    void sweep() {
        // Truncated as PostgreSQL keeps it, because an attempt's id is derived from a stored
        // instant.
        Instant now = StoredTime.now(clock);
        takeUpQueued(now);
        takeUpLapsed(now);
    }

    private void takeUpQueued(Instant now) {
        List<Job> queued =
                database.write(
                        tx -> tx.dao(JobRunDao.class).lookAtQueued(now.minus(times.grace()), now));
        for (Job job : queued) {
            Optional<Boolean> pending = queue.isPending(job.jobId(), job.notBeforeAt());
            if (pending.isEmpty()) {
                queue.enqueue(job.jobId(), job.tool(), job.notBeforeAt());
            } else if (!pending.get()) {
                beginAnew(job, now);
            }
        }
    }

    /** JobRunr has given up the attempt, or ended it without a claim, so the row gets a new attempt. */
    private void beginAnew(Job job, Instant now) {
        database.write(
                tx -> {
                    tx.dao(JobRunDao.class).putBack(job.jobId(), now, "queued again", now);
                    return true;
                });
        queue.enqueue(job.jobId(), job.tool(), now);
    }

    private void takeUpLapsed(Instant now) {
        List<Job> lapsed =
                database.write(
                        tx -> tx.dao(JobRunDao.class).takeLapsed(now, now.plus(times.lease())));
        for (Job job : lapsed) {
            int pending =
                    database.write(
                            tx -> {
                                ends.cancel(tx, job, now);
                                return tx.dao(JobRunDao.class).countChunks(job.jobId()).pending();
                            });
            if (job.cancelRequestedAt() == null) {
                queue.enqueueTakers(
                        job.jobId(), job.tool(), Math.clamp(pending, 1, JobStart.PLACES));
            }
        }
    }
}
