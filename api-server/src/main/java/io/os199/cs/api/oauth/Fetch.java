package io.os199.cs.api.oauth;

import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.http.OutsideService;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Fetches the small documents of issuers. */
final class Fetch implements AutoCloseable {
    private static final long LARGEST = 1 << 20;
    private static final int OK = 200;

    private final OutsideService service;

    /** @param atOnce how many documents may be fetched at a time, so that no issuer waits for another */
    Fetch(OutsideCalls calls, int atOnce) {
        this.service = new OutsideService(calls, "oauth", atOnce, LARGEST);
    }

    /**
     * Fetches a document; empty where the server has none there.
     *
     * @param what the name of the document in metrics
     */
    Optional<String> get(String what, URI uri, Duration time) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("Accept", "application/json").GET().build();
        HttpResponse<byte[]> response = service.send(what, request, time);
        if (response.statusCode() / 100 == 5) {
            throw new IOException(uri + " answered " + response.statusCode());
        }
        return response.statusCode() == OK
                ? Optional.of(new String(response.body(), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    @Override
    public void close() {
        service.close();
    }
}
