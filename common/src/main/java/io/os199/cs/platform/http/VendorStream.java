package io.os199.cs.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Vendor answers that are too large to be held and so are read as they arrive, packed with gzip. The vendor, its key,
 * its breaker and its metrics are those of a {@link VendorClient}. An answer is done when all of it has arrived; one
 * that ends too early does not count.
 */
public final class VendorStream {
    /** The content types under which vendors send lines of JSON, plain or packed. */
    private static final Set<String> TYPES =
            Set.of(
                    "text/plain",
                    "application/json",
                    "application/jsonl",
                    "application/x-ndjson",
                    "application/ndjson",
                    "application/octet-stream",
                    "application/gzip");

    private static final int UNPACKED_AT_ONCE = 1 << 16;

    private final VendorClient client;
    private final Limits limits;

    /**
     * The time limits of a call.
     *
     * @param firstByte until the answer begins
     * @param silence while it arrives
     * @param whole for all of it
     */
    public record Limits(Duration firstByte, Duration silence, Duration whole) {
        /** The limits for exports that a vendor computes while sending them. */
        public static Limits ofExports() {
            return new Limits(
                    Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMinutes(30));
        }
    }

    /** Reads an answer as it arrives. */
    @FunctionalInterface
    public interface Reading {
        /**
         * Reads to the end. If this returns earlier, the rest is discarded.
         *
         * @param body unpacked
         * @throws IOException from the body, when it was cut off
         */
        void read(InputStream body) throws IOException;
    }

    public VendorStream(VendorClient client, Limits limits) {
        this.client = client;
        this.limits = limits;
    }

    /**
     * Makes a call and reads its answer. Until the answer begins to arrive, the call is retried as in {@link
     * VendorClient#read}; after that, never.
     *
     * @return {@link VendorAnswer.Done} without a body when all of it arrived; {@link VendorAnswer.NoAnswer} when it
     *     was cut off
     */
    public VendorAnswer read(VendorRequest request, Retries retries, Reading reading) {
        return client.read(request, new Streaming(request, reading), retries);
    }

    /** Makes a call once, even with a key that was refused, and reads its answer. */
    public VendorAnswer check(VendorRequest request, Reading reading) {
        return client.check(request, new Streaming(request, reading));
    }

    /** One call, and its latest outcome. */
    private final class Streaming implements VendorClient.Sending {
        private final VendorRequest request;
        private final Reading reading;
        private boolean begun;
        private VendorAnswer answer = new VendorAnswer.NoAnswer("none came");

        Streaming(VendorRequest request, Reading reading) {
            this.request = request;
            this.reading = reading;
        }

        @Override
        public boolean mayRepeat() {
            return !begun;
        }

        @Override
        public VendorAnswer send(HttpRequest http) {
            HttpRequest packed =
                    HttpRequest.newBuilder(http, (header, value) -> true)
                            .setHeader("Accept", "text/plain")
                            .setHeader("Accept-Encoding", "gzip")
                            .build();
            try {
                client.service().stream(
                        request.template(),
                        packed,
                        limits.firstByte(),
                        () ->
                                new StreamedBody(
                                        limits.silence(),
                                        System.nanoTime() + limits.whole().toNanos()),
                        this::take);
            } catch (UnsentException e) {
                return new VendorAnswer.NotSent(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                return new VendorAnswer.NoAnswer(
                        begun ? "it was cut off" : String.valueOf(e.getMessage()));
            }
            return answer;
        }

        private void take(HttpResponse<InputStream> response) throws IOException {
            if (response.statusCode() >= 300) {
                answer = client.refusal(response.statusCode(), response.headers(), "");
                return;
            }
            HttpHeaders headers = response.headers();
            String type = VendorClient.type(headers);
            boolean isPacked =
                    headers.firstValue("Content-Encoding")
                            .map(value -> value.strip().toLowerCase(Locale.ROOT))
                            .filter("gzip"::equals)
                            .isPresent();
            if (!TYPES.contains(type) || (!isPacked && !type.equals("application/gzip"))) {
                if (response.body().read() < 0) {
                    reading.read(InputStream.nullInputStream());
                    answer = new VendorAnswer.Done(response.statusCode(), Map.of(), "");
                    return;
                }
                answer =
                        new VendorAnswer.Unexpected(
                                response.statusCode(), "it is no packed lines of JSON");
                return;
            }
            begun = true;
            unpack(response.body());
            answer = new VendorAnswer.Done(response.statusCode(), Map.of(), "");
        }

        private void unpack(InputStream body) throws IOException {
            try (InputStream unpacked = new GZIPInputStream(body, UNPACKED_AT_ONCE)) {
                reading.read(unpacked);
                if (unpacked.read() < 0 && body.read() >= 0) {
                    throw new IOException("something else follows");
                }
            }
        }
    }
}
