package io.os199.cs.ingest.file;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.ingest.model.FaultCode;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.ingest.model.RowFault;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The records of a file, one after the other, from wherever one begins. Memory holds one record and one chunk. */
public abstract class Records {
    /** What a record may have at most: a quote that is never closed would swallow the rest of the file. */
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
        /** Of the file, on which it begins. */
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

    /** The chunks of a file, by their numbers from 0; absent behind the last. */
    @FunctionalInterface
    public interface Chunks {
        byte @Nullable [] chunk(int chunkNo);
    }

    /**
     * Reads on from {@code from}.
     *
     * @throws UnreadableFileException when the file is not UTF-8 from its first bytes on
     */
    public static Records of(ImportFormat format, char delimiter, Chunks chunks, Position from) {
        FileBytes bytes = new FileBytes(chunks, from.chunkNo(), from.offset());
        if (from.equals(Position.START)) {
            ByteOrderMark.skip(bytes);
        }
        return switch (format) {
            case CSV -> new CsvRecords(bytes, from.line(), delimiter);
            case NDJSON -> new NdjsonRecords(bytes, from.line());
        };
    }

    /** The next record; absent at the end of the file. */
    public abstract @Nullable FileRecord next();

    /** Where the next record begins. */
    public Position position() {
        return new Position(bytes.chunkNo(), bytes.offset(), line);
    }

    static Unreadable malformed(long line, String message) {
        return new Unreadable(
                new RowFault(line, RowFault.LINE, FaultCode.MALFORMED_LINE, message, null));
    }
}
