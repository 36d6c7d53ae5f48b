package io.os199.cs.ingest.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Collects bytes that become a text. */
final class Bytes {
    private static final int FIRST_SIZE = 256;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private byte[] array = new byte[FIRST_SIZE];
    private int size;
    private boolean isAscii = true;

    void add(int value) {
        if (size == array.length) {
            array = Arrays.copyOf(array, size * 2);
        }
        array[size] = (byte) value;
        size++;
        isAscii &= value < 0x80;
    }

    int size() {
        return size;
    }

    /** Returns the text, or nothing if the bytes are not UTF-8; empties this. */
    Optional<String> take() {
        try {
            return Optional.of(
                    isAscii
                            ? new String(array, 0, size, StandardCharsets.US_ASCII)
                            : decoder.decode(ByteBuffer.wrap(array, 0, size)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } finally {
            clear();
        }
    }

    void clear() {
        size = 0;
        isAscii = true;
    }
}
