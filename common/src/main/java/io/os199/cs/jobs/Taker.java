package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.jobs.JobEnd.JobOverException;
import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.database.Cancellation;
import io.os199.cs.platform.database.CancelledException;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * One worker on one job: takes chunk after chunk, each in a transaction that locks the chunk's row, and finishes the
 * job when all are done. A worker that dies leaves its chunk pending, because its transaction is rolled back.
 */
final class Taker {
    private static final Logger LOG = LoggerFactory.getLogger(Taker.class);
    private static final int ATTEMPTS = 3;

    private final String jobId;
    private final Database database;
    private final Map<String, JobWork> works;
    private final JobEnd ends;
    private final Clock clock;
    private final Duration lease;
    private final Cancellation cancellation = new Cancellation();

    private @Nullable JobChunk current;
    private int failuresAtTheEnd;

    Taker(
            String jobId,
            Database database,
            Map<String, JobWork> works,
            JobEnd ends,
            Clock clock,
            Duration lease) {
        this.jobId = jobId;
        this.database = database;
        this.works = works;
        this.ends = ends;
        this.clock = clock;
        this.lease = lease;
    }

    private enum Step {
        AGAIN,
        /** The rest is with others, or there is none. */
        LEAVE
    }

    String jobId() {
        return jobId;
    }

    /** Stops the statement under way; the chunk is rolled back. */
    void cancel() {
        cancellation.cancel();
    }

    /** Works until nothing is left; returns false when {@code leaving} asked it to stop before that. */
    boolean work(BooleanSupplier leaving) {
        while (step() == Step.AGAIN) {
            if (leaving.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    private Step step() {
        current = null;
        try {
            return cancellation.scope(() -> database.write(this::take));
        } catch (JobOverException e) {
            return Step.LEAVE;
        } catch (CancelledException e) {
            return cancellation.isCancelled() ? letGo() : failed(e);
        } catch (RuntimeException e) {
            if (isConnectionLost(e)) {
                throw e;
            }
            return failed(e);
        }
    }

    private Step take(Transaction tx) {
        JobRunDao dao = tx.dao(JobRunDao.class);
        dao.setLimits();
        Optional<Job> job = dao.find(jobId).filter(j -> j.status() == JobStatus.WORKING);
        if (job.isEmpty()) {
            return Step.LEAVE;
        }
        if (job.get().cancelRequestedAt() != null) {
            ends.cancel(tx, job.get(), now());
            return Step.LEAVE;
        }
        return switch (Objects.requireNonNull(works.get(job.get().tool()), job.get().tool())) {
            case ChunkedWork work -> takeChunk(tx, job.get(), work);
            case SteppedWork work -> takeStep(tx, job.get(), work);
            case SingleWork work -> finish(tx, j -> work.run(tx, j.running()));
        };
    }

    private Step takeChunk(Transaction tx, Job job, ChunkedWork work) {
        JobRunDao dao = tx.dao(JobRunDao.class);
        Optional<JobChunk> next =
                dao.takePlace(jobId, JobStart.PLACES).flatMap(place -> dao.nextChunk(jobId));
        if (next.isEmpty()) {
            return finish(tx, j -> work.finish(tx, j.running(), dao.chunkResults(jobId)));
        }
        JobChunk chunk = next.get();
        current = chunk;
        if (work.plansForEachChunk()) {
            dao.planForValues();
        }
        JsonNode result = work.work(tx, job.running(), chunk);
        Instant now = now();
        dao.chunkDone(jobId, chunk.chunkNo(), result, now);
        if (!dao.progress(jobId, chunk.clientCount(), now, now.plus(lease))) {
            throw new JobOverException();
        }
        tx.dao(JobDao.class).notify(Jobs.CHANGED_CHANNEL, jobId);
        return Step.AGAIN;
    }

    private Step takeStep(Transaction tx, Job job, SteppedWork work) {
        JobRunDao dao = tx.dao(JobRunDao.class);
        if (dao.takePlace(jobId, 1).isEmpty()) {
            return Step.LEAVE;
        }
        SteppedWork.Step step = work.step(tx, job.running());
        Instant now = now();
        switch (step) {
            case SteppedWork.More(long done, @Nullable Long total, String message) -> {
                if (!dao.stepDone(jobId, done, total, message, now, now.plus(lease))) {
                    throw new JobOverException();
                }
                tx.dao(JobDao.class).notify(Jobs.CHANGED_CHANNEL, jobId);
            }
            case SteppedWork.Finished(JsonNode result) -> ends.complete(tx, job, result, now);
            case SteppedWork.Refused(String code, String message) ->
                    ends.fail(tx, job, new JobError(code, message, false), now);
        }
        tx.afterCommit(() -> failuresAtTheEnd = 0);
        return step instanceof SteppedWork.More ? Step.AGAIN : Step.LEAVE;
    }

    /**
     * Finishes the job once: the holder of the lock checks again whether the job still waits for its end. Only a
     * worker that has seen all chunks done asks for the lock; otherwise one that came too early would turn away the
     * one that did the last chunk, and nobody would be left to end the job.
     */
    private Step finish(Transaction tx, Function<Job, JsonNode> end) {
        JobRunDao dao = tx.dao(JobRunDao.class);
        ChunkCounts chunks = dao.countChunks(jobId);
        if (chunks.done() == chunks.total() && dao.lockFinish(jobId)) {
            dao.planForValues();
            dao.find(jobId)
                    .filter(job -> job.status() == JobStatus.WORKING)
                    .ifPresent(job -> ends.complete(tx, job, end.apply(job), now()));
        }
        return Step.LEAVE;
    }

    private Step letGo() {
        database.write(
                tx -> {
                    tx.dao(JobRunDao.class)
                            .find(jobId)
                            .ifPresent(job -> ends.cancel(tx, job, now()));
                    return Step.LEAVE;
                });
        return Step.LEAVE;
    }

    /** Counts the attempt; after the third the job fails, and the finished chunks stand. */
    private Step failed(RuntimeException cause) {
        LOG.warn("an attempt at a part of {} failed", jobId, cause);
        return database.write(
                tx -> {
                    int attempts = countFailure(tx.dao(JobRunDao.class));
                    if (attempts < ATTEMPTS) {
                        return Step.AGAIN;
                    }
                    tx.dao(JobRunDao.class).find(jobId).ifPresent(job -> giveUp(tx, job));
                    return Step.LEAVE;
                });
    }

    private int countFailure(JobRunDao dao) {
        JobChunk chunk = current;
        if (chunk == null) {
            failuresAtTheEnd++;
            return failuresAtTheEnd;
        }
        // Absent when another worker has taken and finished the chunk meanwhile.
        return dao.chunkFailed(jobId, chunk.chunkNo(), now()).orElse(0);
    }

    private void giveUp(Transaction tx, Job job) {
        JobRunDao dao = tx.dao(JobRunDao.class);
        JobChunk chunk = current;
        ChunkCounts counts = dao.countChunks(jobId);
        String message = "The work failed %d times.".formatted(ATTEMPTS);
        if (chunk != null) {
            dao.giveUpChunk(jobId, chunk.chunkNo(), now());
            message =
                    "Chunk %d of %d (%s to %s) failed %d times."
                            .formatted(
                                    chunk.chunkNo(),
                                    counts.total(),
                                    chunk.firstClientId(),
                                    chunk.lastClientId(),
                                    ATTEMPTS);
        }
        if (counts.total() > 0) {
            message +=
                    " %d chunks with %d of %d clients stand; the same call again takes up the rest."
                            .formatted(counts.done(), job.progressDone(), job.progressTotal());
        }
        ends.fail(tx, job, JobError.internal(message), now());
    }

    private Instant now() {
        return clock.instant();
    }

    /** A lost connection says nothing about the work, which is taken up again when the database is back. */
    private static boolean isConnectionLost(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
            }
        }
        return false;
    }
}
