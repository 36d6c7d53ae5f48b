package io.os199.cs.ingest;

import io.os199.cs.ingest.file.FilePosition;
import io.os199.cs.ingest.model.FaultCounts;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.ingest.model.ImportMode;
import io.os199.cs.ingest.model.ImportOptions;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.ingest.model.OnConflict;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The state of an import between two steps: everything that a worker needs to continue it.
 *
 * @param header the header of CSV, once it is read
 * @param next where the next record begins
 * @param stagedCount how many rows are in the staging table
 * @param mergedChunkNo with {@code mergedLine} the last staged row that was merged
 * @param keptErrorCount how many faults are kept one by one
 */
record Course(
        String importId,
        String kind,
        ImportFormat format,
        ImportMode mode,
        OnConflict onConflict,
        ImportOptions options,
        String principal,
        ImportState state,
        @Nullable List<String> header,
        int chunkCount,
        FilePosition next,
        long stagedCount,
        int mergedChunkNo,
        long mergedLine,
        int keptErrorCount,
        ImportCounts counts,
        FaultCounts faults) {

    boolean isStrict() {
        return mode == ImportMode.STRICT;
    }
}
