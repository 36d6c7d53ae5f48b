package io.os199.cs.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.json.Json;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends bodies of events over many connections at once, repeating each as the answer says until it is accepted. */
record Senders(URI uri, String key) {
    private static final int CONNECTIONS = 64;
    private static final Set<Integer> COME_AGAIN = Set.of(429, 503);

    /**
     * The result of sending a body.
     *
     * @param answered how long the answer that accepted it took
     * @param refusedCount how often it was refused before
     */
    record Sent(int accepted, int duplicates, Duration answered, int refusedCount) {}

    List<Sent> send(List<byte[]> bodies) throws Exception {
        try (HttpClient http =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Callable<Sent>> each = new ArrayList<>();
            bodies.forEach(body -> each.add(() -> send(http, body)));
            List<Sent> sent = new ArrayList<>();
            for (Future<Sent> one : connections.invokeAll(each)) {
                sent.add(one.get());
            }
            return sent;
        }
    }

    private Sent send(HttpClient http, byte[] body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        for (int refused = 0; ; refused++) {
            long begun = System.nanoTime();
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            Duration answered = Duration.ofNanos(System.nanoTime() - begun);
            if (COME_AGAIN.contains(response.statusCode())) {
                Thread.sleep(
                        Duration.ofSeconds(
                                response.headers().firstValueAsLong("Retry-After").orElseThrow()));
            } else if (response.statusCode() == 200) {
                JsonNode answer = Json.read(response.body(), JsonNode.class);
                return new Sent(
                        answer.path("accepted").intValue(),
                        answer.path("duplicates").intValue(),
                        answered,
                        refused);
            } else {
                throw new IOException(response.statusCode() + ": " + response.body());
            }
        }
    }
}
