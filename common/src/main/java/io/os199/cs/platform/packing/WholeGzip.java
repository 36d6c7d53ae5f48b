package io.os199.cs.platform.packing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The content of a gzip file, with all its members to the last byte. {@link GZIPInputStream} treats anything after a
 * member that is not another member as padding: what lies behind a damaged byte would be lost, and its sender would
 * be told that all is well.
 */
public final class WholeGzip extends GZIPInputStream {
    private static final int TRAILER = 8;

    private final Counted packed;
    private long countWhenFilled;

    private WholeGzip(Counted packed) throws IOException {
        super(packed);
        this.packed = packed;
    }

    /**
     * Begins to unpack.
     *
     * @throws ZipException if the data is damaged, here or while reading
     * @throws java.io.EOFException if the data ends too early, here or while reading
     */
    public static InputStream unpack(InputStream packed) throws IOException {
        return new WholeGzip(new Counted(packed));
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        countWhenFilled = packed.count;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = super.read(into, from, length);
        if (read < 0 && packed.count != countWhenFilled - inf.getRemaining() + TRAILER) {
            throw new ZipException("what follows the last member is no member");
        }
        return read;
    }

    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
