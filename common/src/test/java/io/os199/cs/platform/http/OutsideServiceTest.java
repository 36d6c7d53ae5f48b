package io.os199.cs.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.FaultProxy;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls to a service like a vendor's, over a real connection to a server that answers as the path asks. */
class OutsideServiceTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int LARGEST = 1_000;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final OutsideService service =
            new OutsideService(new OutsideCalls(registry, Tracing.off()), "vendor", 2, LARGEST);
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch held = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.createContext("/status/", this::status);
        server.createContext("/bytes/", this::bytes);
        server.createContext(
                "/held",
                exchange -> {
                    asked.incrementAndGet();
                    try (exchange) {
                        held.await();
                        exchange.sendResponseHeaders(204, -1);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.start();
    }

    @AfterEach
    void stop() {
        held.countDown();
        service.close();
        server.stop(0);
    }

    @Test
    void everyAnswerCountsByItsStatusAndARedirectionIsOne() throws IOException {
        for (int status : new int[] {200, 302, 429, 503}) {
            assertThat(send("/status/" + status, LONG)).isEqualTo(status);
        }
        assertThat(OutsideFigures.calls(registry, "vendor"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("200", 1L, "302", 1L, "429", 1L, "503", 1L));
    }

    @Test
    void aDeadlineHoldsForTheWholeOfACallAndItsPlaceIsFreeAfterIt() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> send("/held", Duration.ofMillis(200)))
                    .hasMessage("GET /{what} of vendor did not answer in time");
        }
        assertThat(send("/status/200", LONG)).isEqualTo(200);
        assertThat(OutsideFigures.calls(registry, "vendor"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("200", 1L, "timeout", 3L));
    }

    @Test
    void whatDoesNotListenOrBreaksOffIsNoTimeout() throws IOException {
        try (FaultProxy proxy = FaultProxy.before("127.0.0.1", server.getAddress().getPort())) {
            assertThat(send(proxy.port(), "/status/200", LONG)).isEqualTo(200);
            proxy.set(FaultProxy.Fault.RESET);
            assertThatThrownBy(() -> send(proxy.port(), "/status/200", LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("GET /{what} of vendor cannot be reached (");
        }
        server.stop(0);
        assertThatThrownBy(() -> send("/status/200", LONG))
                .hasMessage("GET /{what} of vendor cannot be reached (ConnectException)");
        assertThat(OutsideFigures.calls(registry, "vendor"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("200", 1L, "connect_error", 2L));
    }

    @Test
    void anAnswerIsTakenUpToItsBound() throws IOException {
        assertThat(send("/bytes/" + LARGEST, LONG)).isEqualTo(200);
        assertThatThrownBy(() -> send("/bytes/" + (LARGEST + 1), LONG))
                .isInstanceOf(IOException.class);
    }

    @Test
    void noMoreAreUnderWayThanMayBe() throws Exception {
        CompletableFuture<?>[] calls = new CompletableFuture<?>[4];
        for (int i = 0; i < calls.length; i++) {
            calls[i] =
                    CompletableFuture.runAsync(
                            () -> assertThat(sent("/held")).isEqualTo(204),
                            task -> Thread.ofVirtual().start(task));
        }
        Await.until(() -> asked.get() == 2);
        assertThatThrownBy(() -> send("/status/200", Duration.ofMillis(200)))
                .hasMessage("GET /{what} of vendor: earlier calls have not come back");
        assertThat(asked).hasValue(2);
        held.countDown();
        CompletableFuture.allOf(calls).join();
        assertThat(asked).hasValue(4);
    }

    private int sent(String path) {
        try {
            return send(path, LONG);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private int send(String path, Duration deadline) throws IOException {
        return send(server.getAddress().getPort(), path, deadline);
    }

    private int send(int port, String path, Duration deadline) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return service.send("/{what}", HttpRequest.newBuilder(uri).build(), deadline).statusCode();
    }

    private void status(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Location", "/bytes/1");
            exchange.sendResponseHeaders(number(exchange), -1);
        }
    }

    private void bytes(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[number(exchange)]);
        }
    }

    private static int number(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    }
}
