package io.os199.cs.benchmarks;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** A file whose lines are generated as they are read. */
final class ImportFile extends InputStream {
    private static final int LINES_AT_ONCE = 1_000;

    private final int lines;
    private final IntFunction<String> line;
    private byte[] bytes;
    private int offset;
    private int next;

    /**
     * @param header with its line break; may be empty
     * @param line the line with its line break, by its number from 0
     */
    ImportFile(String header, int lines, IntFunction<String> line) {
        this.lines = lines;
        this.line = line;
        this.bytes = header.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        if (offset == bytes.length && !fill()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - offset);
        System.arraycopy(bytes, offset, into, from, count);
        offset += count;
        return count;
    }

    private boolean fill() {
        if (next == lines) {
            return false;
        }
        StringBuilder text = new StringBuilder();
        int until = Math.min(lines, next + LINES_AT_ONCE);
        while (next < until) {
            text.append(line.apply(next));
            next++;
        }
        bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        offset = 0;
        return true;
    }
}
