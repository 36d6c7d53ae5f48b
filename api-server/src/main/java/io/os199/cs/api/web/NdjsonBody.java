package io.os199.cs.api.web;

import jakarta.servlet.http.HttpServletRequest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/** An NDJSON body, plain or gzip, of which no more than the allowed size is unpacked. */
final class NdjsonBody {
    static final String TYPE = "application/x-ndjson";
    private static final int LARGEST = 5 << 20;
    private static final Pattern NDJSON =
            Pattern.compile(
                    "application/(x-)?ndjson\\s*(;\\s*charset=\"?utf-8\"?\\s*)?;?",
                    Pattern.CASE_INSENSITIVE);

    private NdjsonBody() {}

    /** The result of reading. */
    sealed interface Read {}

    @SuppressWarnings("ArrayRecordComponent") // Handed on once, and never compared.
    record Whole(byte[] bytes) implements Read {}

    record TooLarge() implements Read {}

    /** The body claims to be gzip and is not, or it ends too early. */
    record Broken() implements Read {}

    static boolean isNdjson(HttpServletRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null && NDJSON.matcher(type).matches() && Packing.of(request).isPresent();
    }

    static Read read(HttpServletRequest request, int mostLines) throws IOException {
        byte[] bytes;
        try (InputStream in = Packing.of(request).orElseThrow().unpack(request.getInputStream())) {
            bytes = in.readNBytes(LARGEST + 1);
        } catch (ZipException | EOFException e) {
            return new Broken();
        }
        return bytes.length > LARGEST || lines(bytes) > mostLines
                ? new TooLarge()
                : new Whole(bytes);
    }

    private static int lines(byte[] bytes) {
        int lines = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || i == bytes.length - 1) {
                lines++;
            }
        }
        return lines;
    }
}
