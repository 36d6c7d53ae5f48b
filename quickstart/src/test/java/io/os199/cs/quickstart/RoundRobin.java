package io.os199.cs.quickstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A plain load balancer: each request goes to the next replica, or to the one after it if that one cannot be reached
 * or says on its admin port, the next higher port, that it is not ready. Streams are passed on as they arrive.
 */
final class RoundRobin implements AutoCloseable {
    private static final Set<String> OF_A_CONNECTION =
            Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade");

    private final List<URI> replicas;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean isLooking;
    private volatile OptionalInt ofCalls = OptionalInt.empty();
    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<URI> notReady = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

    RoundRobin(List<URI> replicas) throws IOException {
        this.replicas = replicas;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::pass);
        server.start();
    }

    /**
     * Makes the balancer follow what the replicas report about themselves, and send what got no answer to the next one:
     * a replica at the end of its drain closes connections without one.
     */
    RoundRobin looking() {
        isLooking = true;
        var _ = looks.scheduleWithFixedDelay(this::look, 0, 100, TimeUnit.MILLISECONDS);
        return this;
    }

    private void look() {
        for (URI replica : replicas) {
            if (isReady(replica)) {
                notReady.remove(replica);
            } else {
                notReady.add(replica);
            }
        }
    }

    private boolean isReady(URI replica) {
        URI ready = URI.create("http://localhost:" + (replica.getPort() + 1) + "/ready");
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(1)).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/mcp");
    }

    /** Makes {@code replica} the next one to get a request, of whatever kind. */
    void continueWith(int replica) {
        next.set(replica);
        ofCalls = OptionalInt.empty();
    }

    /** Sends tool calls, which come among other requests in no fixed order, to that replica first. */
    void callsGoTo(int replica) {
        ofCalls = OptionalInt.of(replica);
    }

    private int start(byte[] body) {
        OptionalInt chosen = ofCalls;
        return chosen.isPresent()
                        && new String(body, StandardCharsets.UTF_8).contains("\"tools/call\"")
                ? chosen.getAsInt()
                : next.getAndIncrement();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            HttpResponse<InputStream> response = ask(exchange, body);
            response.headers()
                    .map()
                    .forEach(
                            (name, values) -> {
                                if (passes(name)) {
                                    exchange.getResponseHeaders().put(name, values);
                                }
                            });
            long length = response.headers().firstValueAsLong("content-length").orElse(0);
            exchange.sendResponseHeaders(response.statusCode(), length == 0 ? 0 : length);
            try (InputStream in = response.body();
                    OutputStream out = exchange.getResponseBody()) {
                byte[] some = new byte[8192];
                for (int read = in.read(some); read >= 0; read = in.read(some)) {
                    out.write(some, 0, read);
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<InputStream> ask(HttpExchange exchange, byte[] body)
            throws IOException, InterruptedException {
        IOException unreachable = null;
        boolean nobodyReady = notReady.containsAll(replicas);
        int start = start(body);
        for (int attempt = 0; attempt < replicas.size(); attempt++) {
            URI replica = replicas.get(Math.floorMod(start + attempt, replicas.size()));
            if (!nobodyReady && notReady.contains(replica)) {
                continue;
            }
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(replica.resolve(exchange.getRequestURI()))
                            .method(
                                    exchange.getRequestMethod(),
                                    HttpRequest.BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders()
                    .forEach(
                            (name, values) -> {
                                if (passes(name)) {
                                    values.forEach(value -> request.header(name, value));
                                }
                            });
            try {
                return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            } catch (ConnectException e) {
                unreachable = e;
            } catch (IOException e) {
                if (!isLooking) {
                    throw e;
                }
                unreachable = e;
            }
        }
        throw unreachable == null ? new ConnectException("no replica is ready") : unreachable;
    }

    private static boolean passes(String header) {
        return !OF_A_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        looks.shutdownNow();
        server.stop(0);
        http.close();
    }
}
