package io.os199.cs.ingest.file;

/**
 * Where a record begins.
 *
 * @param line the line of the file, from 1
 */
public record FilePosition(int chunkNo, int offset, long line) {
    public static final FilePosition START = new FilePosition(0, 0, 1);
}
