package io.os199.cs.ingest;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.packing.WholeGzip;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Stores a file in chunks, so that any worker can continue with it. */
final class FileReceiver {
    private static final int CHUNK = 1 << 20;
    private static final int GZIP = 0x1f8b;

    private final Database database;
    private final String importId;
    private final long largest;

    /** @param largest the maximum size of the unpacked file in bytes */
    FileReceiver(Database database, String importId, long largest) {
        this.database = database;
        this.importId = importId;
        this.largest = largest;
    }

    /** The result of receiving a file. */
    sealed interface Taken {}

    record Whole(int chunkCount, long byteCount, String sha256) implements Taken {}

    record TooLarge() implements Taken {}

    /** Stores each chunk in a transaction of its own, so that a slow sender keeps none open. */
    Taken take(InputStream file) throws IOException {
        MessageDigest digest = sha256();
        long byteCount = 0;
        int chunkCount = 0;
        try (InputStream in = unpacked(file)) {
            byte[] chunk = in.readNBytes(CHUNK);
            while (chunk.length > 0) {
                byteCount += chunk.length;
                if (byteCount > largest) {
                    return new TooLarge();
                }
                digest.update(chunk);
                store(chunkCount, chunk);
                chunkCount++;
                chunk = in.readNBytes(CHUNK);
            }
        }
        return new Whole(chunkCount, byteCount, HexFormat.of().formatHex(digest.digest()));
    }

    /** Returns the unpacked file; gzip is recognized by its first two bytes, whatever the sender calls it. */
    private static InputStream unpacked(InputStream file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(file);
        in.mark(2);
        boolean isGzip = (in.read() << 8 | in.read()) == GZIP;
        in.reset();
        return isGzip ? WholeGzip.unpack(in) : in;
    }

    private void store(int chunkNo, byte[] chunk) {
        int stored =
                database.write(tx -> tx.dao(ImportDao.class).addChunk(importId, chunkNo, chunk));
        if (stored == 0) {
            throw new IllegalStateException("the import is gone");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
