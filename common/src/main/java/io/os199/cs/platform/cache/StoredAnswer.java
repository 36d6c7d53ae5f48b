package io.os199.cs.platform.cache;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The bytes of an answer in Redis: a checksum of the rest (4 bytes), its expiry (8 bytes, milliseconds), name and
 * generation, each followed by a line feed, then JSON. Anything that is not exactly that, for this name and
 * generation, counts as nothing stored: bytes that were cut, changed, or stored for another answer.
 */
final class StoredAnswer {
    private static final int SUM = Integer.BYTES;
    private static final int FIXED = SUM + Long.BYTES;

    private StoredAnswer() {}

    /** The position of the JSON in the bytes that were read, and its expiry. */
    record Content(Instant until, int offset, int length) {}

    static byte[] write(String name, String generation, Instant until, byte[] json) {
        byte[] head = head(name, generation);
        ByteBuffer all = ByteBuffer.allocate(FIXED + head.length + json.length);
        all.position(SUM).putLong(until.toEpochMilli()).put(head).put(json);
        return all.putInt(0, sum(all.array())).array();
    }

    static Optional<Content> read(byte[] stored, String name, String generation) {
        byte[] head = head(name, generation);
        int offset = FIXED + head.length;
        if (stored.length <= offset
                || !Arrays.equals(stored, FIXED, offset, head, 0, head.length)) {
            return Optional.empty();
        }
        ByteBuffer all = ByteBuffer.wrap(stored);
        return all.getInt(0) == sum(stored)
                ? Optional.of(
                        new Content(
                                Instant.ofEpochMilli(all.getLong(SUM)),
                                offset,
                                stored.length - offset))
                : Optional.empty();
    }

    private static byte[] head(String name, String generation) {
        return Cache.bytes(name + "\n" + generation + "\n");
    }

    private static int sum(byte[] stored) {
        CRC32C sum = new CRC32C();
        sum.update(stored, SUM, stored.length - SUM);
        return (int) sum.getValue();
    }
}
