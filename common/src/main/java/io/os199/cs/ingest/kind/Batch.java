package io.os199.cs.ingest.kind;

import io.os199.cs.core.StagedContracts;

import java.time.Instant;

/**
 * Staged rows that are merged together.
 *
 * @param fromChunk with {@code fromLine} the row before the first
 * @param toChunk with {@code toLine} the last row
 * @param update whether existing rows are changed
 * @param now the instant of everything that is written
 */
public record Batch(
        String importId,
        int fromChunk,
        long fromLine,
        int toChunk,
        long toLine,
        boolean update,
        String principal,
        Instant now) {
    /** The condition for a staged row {@code s} to be in the batch. */
    public static final String ROWS =
            """
            s.import_id = :importId and (s.chunk_no, s.line) > (:fromChunk, :fromLine)
                and (s.chunk_no, s.line) <= (:toChunk, :toLine) and not s.bad\
            """;

    /** Returns the same rows as contracts and what belongs to them know them. */
    StagedContracts.Rows ofContracts() {
        return new StagedContracts.Rows(
                importId, fromChunk, fromLine, toChunk, toLine, update, now);
    }
}
