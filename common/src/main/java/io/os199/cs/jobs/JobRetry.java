package io.os199.cs.jobs;

import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs a failed job again at the request of somebody who did not submit it. The new job has the same principal and
 * arguments, so its result is seen, masked and withheld as the old one's would have been, and the chunks that the old
 * job finished are taken over.
 */
public final class JobRetry {
    private final JobSubmission submission;
    private final Clock clock;

    public JobRetry(JobSubmission submission, Clock clock) {
        this.submission = submission;
        this.clock = clock;
    }

    /** The outcome of a retry. */
    public sealed interface Outcome {}

    /** The new job. */
    public record Begun(Job job) implements Outcome {}

    /** Nothing was done; the reason is a sentence for people. */
    public record Refused(String reason) implements Outcome {}

    /** The jobs that failed and are still kept, the one that ended first at the top. */
    public List<FailedJob> failed(Transaction tx) {
        return tx.dao(RetryDao.class).failed(now());
    }

    /**
     * Submits the job again.
     *
     * @param obstacle why the job can no longer be run, when there is a reason that this package does not know
     */
    public Outcome retry(Transaction tx, String jobId, Function<Job, Optional<String>> obstacle) {
        Optional<Job> found = tx.dao(RetryDao.class).lock(jobId, now());
        if (found.isEmpty()) {
            return new Refused(
                    "there is no job %s; jobs are kept 24 hours after their end".formatted(jobId));
        }
        Job job = found.get();
        return notFailed(job)
                .or(() -> overtaken(tx, job))
                .or(() -> obstacle.apply(job))
                .<Outcome>map(Refused::new)
                .orElseGet(() -> submit(tx, job));
    }

    private static Optional<String> notFailed(Job job) {
        if (job.status() != JobStatus.FAILED) {
            return Optional.of(
                    "%s did not fail: it is %s".formatted(job.jobId(), WireName.of(job.status())));
        }
        if (job.error() != null && !job.error().path("retryable").asBoolean(true)) {
            return Optional.of(
                    "%s would fail again, as it was refused for what was asked: %s"
                            .formatted(job.jobId(), job.error().path("message").asText()));
        }
        return Optional.empty();
    }

    private static Optional<String> overtaken(Transaction tx, Job job) {
        return tx.dao(RetryDao.class)
                .later(
                        job.jobId(),
                        job.principal(),
                        job.tool(),
                        job.argumentsHash(),
                        job.submittedAt())
                .map(
                        later ->
                                "%s was asked for again already: %s is %s"
                                        .formatted(
                                                job.jobId(),
                                                later.jobId(),
                                                WireName.of(later.status())));
    }

    private Outcome submit(Transaction tx, Job job) {
        Job begun =
                submission.submit(
                        tx,
                        new JobOrder(
                                job.tool(), job.arguments(), job.principal(), null, job.jobId()));
        // Otherwise its principal asked for the same between the two statements.
        return job.jobId().equals(begun.retryOf())
                ? new Begun(begun)
                : new Refused(
                        "%s was asked for again just now: %s"
                                .formatted(job.jobId(), begun.jobId()));
    }

    private Instant now() {
        return StoredTime.now(clock);
    }
}
