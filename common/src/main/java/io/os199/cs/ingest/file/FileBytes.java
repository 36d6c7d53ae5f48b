package io.os199.cs.ingest.file;

import org.jspecify.annotations.Nullable;

/** The bytes of a file that is stored in chunks, with one chunk in memory at a time. */
final class FileBytes {
    static final int END = -1;

    private final Records.Chunks chunks;
    private byte @Nullable [] chunk;
    private int chunkNo;
    private int offset;

    FileBytes(Records.Chunks chunks, int chunkNo, int offset) {
        this.chunks = chunks;
        this.chunkNo = chunkNo;
        this.offset = offset;
        this.chunk = chunks.chunk(chunkNo);
    }

    /** Returns the next byte, or {@link #END}. */
    int read() {
        int next = peek();
        if (next != END) {
            offset++;
        }
        return next;
    }

    /** Returns what {@link #read} will return next. */
    int peek() {
        byte[] current = chunk;
        while (current != null && offset == current.length) {
            chunkNo++;
            offset = 0;
            current = chunks.chunk(chunkNo);
            chunk = current;
        }
        return current == null ? END : current[offset] & 0xff;
    }

    int chunkNo() {
        return chunkNo;
    }

    int offset() {
        return offset;
    }

    void seek(int toChunkNo, int toOffset) {
        if (toChunkNo != chunkNo) {
            chunkNo = toChunkNo;
            chunk = chunks.chunk(toChunkNo);
        }
        offset = toOffset;
    }
}
