package io.os199.cs.api.web;

import io.os199.cs.platform.packing.WholeGzip;

import jakarta.servlet.http.HttpServletRequest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** How a request body is packed, on paths where the server leaves it packed ({@link PackedBodies}). */
enum Packing {
    NONE,
    GZIP;

    /** The packing of a request; empty for an encoding that we do not unpack. */
    static Optional<Packing> of(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return Optional.of(NONE);
        }
        return encoding.equalsIgnoreCase("gzip") ? Optional.of(GZIP) : Optional.empty();
    }

    /**
     * Unpacks the stream.
     *
     * @throws java.util.zip.ZipException where it is damaged, here or while reading
     * @throws java.io.EOFException where it ends too early, here or while reading
     */
    InputStream unpack(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> WholeGzip.unpack(in);
        };
    }
}
