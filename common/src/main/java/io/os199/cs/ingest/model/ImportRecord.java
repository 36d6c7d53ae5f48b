package io.os199.cs.ingest.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An import as its caller sees it.
 *
 * @param counts the counts of the rows; what merging does to them is known once they are merged
 * @param faults how often each fault was found; those of the first rows are kept one by one
 * @param finishedAt absent while the import is running
 * @param message why it failed, and what to do instead; absent unless it did
 */
public record ImportRecord(
        String importId,
        String kind,
        ImportFormat format,
        ImportMode mode,
        OnConflict onConflict,
        ImportOptions options,
        ImportState state,
        ImportCounts counts,
        FaultCounts faults,
        long byteCount,
        String sha256,
        String principal,
        @Nullable String jobId,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable String message) {}
