package io.os199.cs.jobs;

import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.database.Transaction;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The first step of a job: claims it, and cuts its work into chunks, in one transaction. */
final class JobStart {
    /** Maximum number of workers on one job at a time. */
    static final int PLACES = 4;

    private final Map<String, JobWork> works;
    private final JobEnd ends;
    private final JobTimes times;

    JobStart(Map<String, JobWork> works, JobEnd ends, JobTimes times) {
        this.works = works;
        this.ends = ends;
        this.times = times;
    }

    /** Returns how many workers may begin, counting the caller; 0 when there is nothing to do now. */
    int start(Transaction tx, String jobId, Instant now) {
        JobRunDao dao = tx.dao(JobRunDao.class);
        Optional<Job> found = dao.find(jobId);
        if (found.isEmpty() || found.get().status() != JobStatus.QUEUED) {
            return found.isPresent() && found.get().status() == JobStatus.WORKING ? 1 : 0;
        }
        Job job = found.get();
        JobWork work = work(job.tool());
        if (mayWait(job, now) && isUnderWay(dao, work.runsAfter())) {
            putBack(tx, job, "waits for " + String.join(", ", work.runsAfter()) + " to end", now);
            return 0;
        }
        Optional<String> key = work.exclusiveKey(job.arguments());
        if (key.isPresent()) {
            dao.lockKey(key.get());
            if (isTaken(dao, key.get())) {
                waitForTheSame(tx, job, now);
                return 0;
            }
        }
        if (!dao.claim(jobId, now, now.plus(times.lease()))) {
            return 0;
        }
        tx.dao(JobDao.class).notify(Jobs.CHANGED_CHANNEL, jobId);
        return work instanceof ChunkedWork chunked
                ? plan(dao, job, chunked, key.isPresent(), now)
                : 1;
    }

    private JobWork work(String tool) {
        return Objects.requireNonNull(works.get(tool), () -> "nothing runs jobs of " + tool);
    }

    private boolean isTaken(JobRunDao dao, String key) {
        return dao.working().stream()
                .anyMatch(
                        other -> {
                            JobWork work = works.get(other.tool());
                            return work != null
                                    && work.exclusiveKey(other.arguments())
                                            .filter(key::equals)
                                            .isPresent();
                        });
    }

    private static boolean isUnderWay(JobRunDao dao, Set<String> tools) {
        return !tools.isEmpty() && dao.isUnderWay(tools.toArray(String[]::new));
    }

    private boolean mayWait(Job job, Instant now) {
        return job.submittedAt().plus(times.giveUp()).isAfter(now);
    }

    private void putBack(Transaction tx, Job job, String message, Instant now) {
        tx.dao(JobRunDao.class).putBack(job.jobId(), now.plus(times.putBack()), message, now);
    }

    private void waitForTheSame(Transaction tx, Job job, Instant now) {
        if (mayWait(job, now)) {
            putBack(tx, job, "waits for another run of the same to end", now);
        } else {
            String message =
                    "Another run of the same has been under way since this was asked for, %d minutes ago."
                            .formatted(times.giveUp().toMinutes());
            ends.fail(tx, job, new JobError("timeout", message, true), now);
        }
    }

    private int plan(JobRunDao dao, Job job, ChunkedWork work, boolean joins, Instant now) {
        String jobId = job.jobId();
        Optional<String> joined =
                joins
                        ? dao.findRunToJoin(
                                jobId, job.tool(), job.argumentsHash(), job.submittedAt())
                        : Optional.empty();
        Optional<String> from =
                joined.or(
                        () ->
                                dao.findRunToTakeUp(
                                        jobId,
                                        job.principal(),
                                        job.tool(),
                                        job.argumentsHash(),
                                        now));
        if (from.isPresent()) {
            dao.copyChunks(jobId, from.get());
        } else {
            dao.cut(jobId, work.chunkSize());
        }
        dao.countProgress(jobId, joined.isPresent() ? "joined the run under way" : null);
        return Math.clamp(dao.countChunks(jobId).pending(), 1, PLACES);
    }
}
