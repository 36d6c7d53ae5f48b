package io.os199.cs.platform.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.util.RawValue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON that has already been written, as UTF-8. It is embedded in other JSON as the value itself or as a string;
 * either way its bytes are copied, and nothing is serialized again.
 */
public final class WrittenJson {
    private final byte[] utf8;

    /**
     * @param utf8 the output of Jackson: one value, without line feeds or other control characters between its parts
     */
    WrittenJson(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** The size in bytes. */
    public int size() {
        return utf8.length;
    }

    /** The JSON as a value, to embed in a tree that is written later. */
    public RawValue asValue() {
        return new RawValue(new Octets(utf8, utf8.length));
    }

    /** The JSON as a string, to embed in a tree that is written later. */
    public RawValue asString() {
        return new RawValue(quoted());
    }

    /**
     * The written JSON contains no control characters and no split characters, so only two octets need escaping
     * within a string.
     */
    private Octets quoted() {
        byte[] quoted = new byte[2 * utf8.length + 2];
        int to = 0;
        quoted[to++] = '"';
        for (byte octet : utf8) {
            if (octet == '"' || octet == '\\') {
                quoted[to++] = '\\';
            }
            quoted[to++] = octet;
        }
        quoted[to++] = '"';
        return new Octets(quoted, to);
    }

    /** The JSON as text. */
    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Octets that Jackson copies; methods that Jackson never calls on a raw value are left to its own class. */
    private static final class Octets implements SerializableString {
        private final byte[] octets;
        private final int length;

        /** @param length how many of the octets count, from the first */
        Octets(byte[] octets, int length) {
            this.octets = octets;
            this.length = length;
        }

        private SerializedString text() {
            return new SerializedString(getValue());
        }

        @Override
        public String getValue() {
            return new String(octets, 0, length, StandardCharsets.UTF_8);
        }

        @Override
        public int charLength() {
            return getValue().length();
        }

        @Override
        public byte[] asUnquotedUTF8() {
            return length == octets.length ? octets : Arrays.copyOf(octets, length);
        }

        @Override
        public int appendUnquotedUTF8(byte[] buffer, int offset) {
            if (length > buffer.length - offset) {
                return -1;
            }
            System.arraycopy(octets, 0, buffer, offset, length);
            return length;
        }

        @Override
        public int writeUnquotedUTF8(OutputStream out) throws IOException {
            out.write(octets, 0, length);
            return length;
        }

        @Override
        public int putUnquotedUTF8(ByteBuffer buffer) {
            if (length > buffer.remaining()) {
                return -1;
            }
            buffer.put(octets, 0, length);
            return length;
        }

        @Override
        public int appendUnquoted(char[] buffer, int offset) {
            return text().appendUnquoted(buffer, offset);
        }

        @Override
        public char[] asQuotedChars() {
            return text().asQuotedChars();
        }

        @Override
        public byte[] asQuotedUTF8() {
            return text().asQuotedUTF8();
        }

        @Override
        public int appendQuotedUTF8(byte[] buffer, int offset) {
            return text().appendQuotedUTF8(buffer, offset);
        }

        @Override
        public int appendQuoted(char[] buffer, int offset) {
            return text().appendQuoted(buffer, offset);
        }

        @Override
        public int writeQuotedUTF8(OutputStream out) throws IOException {
            return text().writeQuotedUTF8(out);
        }

        @Override
        public int putQuotedUTF8(ByteBuffer buffer) throws IOException {
            return text().putQuotedUTF8(buffer);
        }
    }
}
