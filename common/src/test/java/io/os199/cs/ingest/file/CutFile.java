package io.os199.cs.ingest.file;

import io.os199.cs.ingest.file.Records.FileRecord;
import io.os199.cs.ingest.model.ImportFormat;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A file in chunks of a few bytes, cut anywhere. */
record CutFile(ImportFormat format, char delimiter, List<byte[]> chunks) implements Records.Chunks {
    private static final int LONGEST_CHUNK = 9;

    static CutFile of(ImportFormat format, char delimiter, byte[] file, Random random) {
        List<byte[]> chunks = new ArrayList<>();
        for (int from = 0; from < file.length; ) {
            int to = Math.min(file.length, from + 1 + random.nextInt(LONGEST_CHUNK));
            chunks.add(Arrays.copyOfRange(file, from, to));
            from = to;
        }
        return new CutFile(format, delimiter, chunks);
    }

    @Override
    public byte @Nullable [] chunk(int chunkNo) {
        return chunkNo < chunks.size() ? chunks.get(chunkNo) : null;
    }

    /** A record with the position from which it was read. */
    record Placed(FilePosition from, FileRecord record) {}

    /** Returns all records from a position on. */
    List<Placed> read(FilePosition from) {
        Records records = Records.of(format, delimiter, this, from);
        List<Placed> read = new ArrayList<>();
        for (FilePosition at = records.position(); ; at = records.position()) {
            FileRecord record = records.next();
            if (record == null) {
                return read;
            }
            read.add(new Placed(at, record));
        }
    }
}
