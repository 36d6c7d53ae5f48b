package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.database.Transaction;

import java.util.List;

/**
 * Work over the portfolio (every client that has not churned), cut into chunks in the order of {@code
 * client_id}. Up to four workers take chunks at once, each in a transaction of its own: a chunk is done
 * whole or not at all, and never twice to effect. A chunk that throws is tried three times, then the job
 * fails and the finished chunks stand.
 */
public non-sealed interface ChunkedWork extends JobWork {
    /** Does one chunk, by set-based SQL; the answer is kept for {@link #finish}. No effect but on the database. */
    JsonNode work(Transaction tx, RunningJob job, JobChunk chunk);

    /**
     * The job's result from the results of all chunks, in the order of the chunks. For a job that joined
     * the run of another principal they are that run's.
     */
    JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults);

    /** Clients per chunk. */
    default int chunkSize() {
        return 500;
    }

    /** Whether the statements of a chunk are planned for its own clients; not where it writes about as much as it reads. */
    default boolean plansForEachChunk() {
        return true;
    }
}
