package io.os199.cs.ingest.file;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.ingest.model.FaultCode;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.ingest.model.RowFault;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The records of a file, one after the other, from any position where one begins. One record and one chunk are in
 * memory at a time.
 */
public abstract class Records {
    /** The maximum size of a record: a quote that is never closed would otherwise swallow the rest of the file. */
    static final int LARGEST_RECORD = 1 << 20;

    final FileBytes bytes;
    final Bytes text = new Bytes();
    long line;

    Records(FileBytes bytes, long line) {
        this.bytes = bytes;
        this.line = line;
    }

    /** A record as it stands in the file. */
    public sealed interface FileRecord {
        /** Returns the line of the file on which the record begins. */
        long line();
    }

    record Cells(long line, List<String> cells) implements FileRecord {}

    record JsonObject(long line, JsonNode object) implements FileRecord {}

    record Unreadable(RowFault fault) implements FileRecord {
        @Override
        public long line() {
            return fault.line();
        }
    }

    /** The chunks of a file, by number from 0; absent after the last one. */
    @FunctionalInterface
    public interface Chunks {
        byte @Nullable [] chunk(int chunkNo);
    }

    /**
     * Reads on from {@code from}.
     *
     * @throws UnreadableFileException if the first bytes show that the file is not UTF-8
     */
    public static Records of(
            ImportFormat format, char delimiter, Chunks chunks, FilePosition from) {
        FileBytes bytes = new FileBytes(chunks, from.chunkNo(), from.offset());
        if (from.equals(FilePosition.START)) {
            ByteOrderMark.skip(bytes);
        }
        return switch (format) {
            case CSV -> new CsvRecords(bytes, from.line(), delimiter);
            case NDJSON -> new NdjsonRecords(bytes, from.line());
        };
    }

    /** Returns the next record; absent at the end of the file. */
    public abstract @Nullable FileRecord next();

    /** Returns where the next record begins. */
    public FilePosition position() {
        return new FilePosition(bytes.chunkNo(), bytes.offset(), line);
    }

    static Unreadable malformed(long line, String message) {
        return new Unreadable(
                new RowFault(line, RowFault.LINE, FaultCode.MALFORMED_LINE, message, null));
    }
}
