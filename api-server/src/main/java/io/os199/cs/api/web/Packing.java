package io.os199.cs.api.web;

import jakarta.servlet.http.HttpServletRequest;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** How the body of a request is packed, on paths where the server leaves it so ({@link PackedBodies}). */
enum Packing {
    NONE,
    GZIP;

    /** Empty for what we do not unpack. */
    static Optional<Packing> of(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return Optional.of(NONE);
        }
        return encoding.equalsIgnoreCase("gzip") ? Optional.of(GZIP) : Optional.empty();
    }

    /**
     * What was packed, as a stream.
     *
     * @throws java.util.zip.ZipException where it is damaged, here or in reading
     * @throws java.io.EOFException where it ends too early, here or in reading
     */
    InputStream unpack(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(new UntilItsEnd(in));
        };
    }

    /** Has more until its end was read: {@link GZIPInputStream} takes a pause between two members for the end. */
    private static final class UntilItsEnd extends PushbackInputStream {
        UntilItsEnd(InputStream in) {
            super(in);
        }

        @Override
        public int available() throws IOException {
            int next = read();
            if (next < 0) {
                return 0;
            }
            unread(next);
            return Math.max(1, super.available());
        }
    }
}
