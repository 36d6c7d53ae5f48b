package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.database.Transaction;

import java.util.List;

/**
 * Work over the portfolio (every client that has not churned), cut into chunks in the order of {@code client_id}. Up
 * to four workers take chunks at once, each in a transaction of its own: a chunk is processed completely or not at
 * all, and never takes effect twice. A chunk that throws is tried three times; then the job fails and the finished
 * chunks stand.
 */
public non-sealed interface ChunkedWork extends JobWork {
    /**
     * Processes one chunk with set-based SQL; the result is kept for {@link #finish}. Has no effect outside the
     * database.
     */
    JsonNode work(Transaction tx, RunningJob job, JobChunk chunk);

    /**
     * Builds the job's result from the results of all chunks, in the order of the chunks. For a job that joined
     * another principal's run, they are the results of that run.
     */
    JsonNode finish(Transaction tx, RunningJob job, List<JsonNode> chunkResults);

    /** Clients per chunk. */
    default int chunkSize() {
        return 500;
    }

    /**
     * Whether the statements of a chunk are planned for its own clients; not worthwhile where a chunk writes about as
     * much as it reads.
     */
    default boolean plansForEachChunk() {
        return true;
    }
}
