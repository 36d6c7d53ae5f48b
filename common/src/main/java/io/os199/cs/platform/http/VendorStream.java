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
 * Answers of a vendor that are too large to be kept and are read while they come, packed by gzip. The vendor, its key, its breaker and its
 * figures are those of a {@link VendorClient}. An answer is done when all of it came: one that ends too early is none.
 */
public final class VendorStream {
    /** What vendors call lines of JSON, and packed ones. */
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
     * How long one waits.
     *
     * @param firstByte of the answer
     * @param silence while it comes
     * @param whole of it
     */
    public record Limits(Duration firstByte, Duration silence, Duration whole) {
        /** Those of an export that a vendor computes while it sends. */
        public static Limits ofExports() {
            return new Limits(
                    Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMinutes(30));
        }
    }

    /** Reads an answer while it comes. */
    @FunctionalInterface
    public interface Reading {
        /**
         * Reads to the end. Where it ends before, the rest is left.
         *
         * @param body unpacked
         * @throws IOException as the body does where it was cut off
         */
        void read(InputStream body) throws IOException;
    }

    public VendorStream(VendorClient client, Limits limits) {
        this.client = client;
        this.limits = limits;
    }

    /**
     * Makes a call and reads its answer. Until the answer has begun to come it is tried again, as {@link VendorClient#read} does; from
     * then on never.
     *
     * @return {@link VendorAnswer.Done} without a body where all of it came; {@link VendorAnswer.NoAnswer} where it was cut off
     */
    public VendorAnswer read(VendorRequest request, Retries retries, Reading reading) {
        return client.read(request, new Streaming(request, reading), retries);
    }

    /** Makes a call, once, also with a key that was refused, and reads its answer. */
    public VendorAnswer check(VendorRequest request, Reading reading) {
        return client.check(request, new Streaming(request, reading));
    }

    /** One call, and what came of it last. */
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
