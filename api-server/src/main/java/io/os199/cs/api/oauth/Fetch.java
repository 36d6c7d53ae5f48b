package io.os199.cs.api.oauth;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gets small documents, within a time that holds for the whole of each, and goes nowhere that it is redirected to. */
final class Fetch implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final long LARGEST = 1 << 20;
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    /** The document; empty where the server has none there. */
    Optional<String> get(URI uri, Duration time) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("Accept", "application/json").GET().build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
        try {
            HttpResponse<byte[]> response = answer.get(time.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() / 100 == 5) {
                throw new IOException(uri + " answered " + response.statusCode());
            }
            return response.statusCode() == OK
                    ? Optional.of(new String(response.body(), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (TimeoutException e) {
            throw new IOException(uri + " did not answer in time", e);
        } catch (ExecutionException e) {
            throw new IOException(uri + " cannot be reached: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
