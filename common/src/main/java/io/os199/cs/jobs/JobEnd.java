package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import java.time.Instant;

/** The last step of a job: its final state, unless it has one already. */
final class JobEnd {
    private final JobMetrics metrics;

    JobEnd(JobMetrics metrics) {
        this.metrics = metrics;
    }

    /** Throws when the job has already ended in another way, so that the work of this transaction is rolled back. */
    void complete(Transaction tx, Job job, JsonNode result, Instant now) {
        if (!tx.dao(JobRunDao.class).complete(job.jobId(), result, now, expiry(job, now))) {
            throw new JobOverException();
        }
        announce(tx, job, "completed", now);
    }

    void fail(Transaction tx, Job job, JobError error, Instant now) {
        if (tx.dao(JobRunDao.class).fail(job.jobId(), Json.tree(error), now, expiry(job, now))) {
            announce(tx, job, "failed", now);
        }
    }

    /** Cancels the job if cancellation was requested. */
    void cancel(Transaction tx, Job job, Instant now) {
        if (tx.dao(JobRunDao.class).cancelled(job.jobId(), now, expiry(job, now))) {
            announce(tx, job, "cancelled", now);
        }
    }

    private void announce(Transaction tx, Job job, String outcome, Instant now) {
        tx.dao(JobRunDao.class).release(job.tool(), now);
        tx.dao(JobDao.class).notify(Jobs.CHANGED_CHANNEL, job.jobId());
        tx.afterCommit(() -> metrics.ended(job, outcome, now));
    }

    private static Instant expiry(Job job, Instant now) {
        return now.plus(JobTimes.kept(job.tool()));
    }

    /** The job ended while work on it was under way: that work does not count. */
    static final class JobOverException extends RuntimeException {
        JobOverException() {
            super("the job has ended", null, false, false);
        }
    }
}
