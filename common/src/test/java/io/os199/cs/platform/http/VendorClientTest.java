package io.os199.cs.platform.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

import io.os199.cs.platform.http.VendorAnswer.CircuitOpen;
import io.os199.cs.platform.http.VendorAnswer.Done;
import io.os199.cs.platform.http.VendorAnswer.Limited;
import io.os199.cs.platform.http.VendorAnswer.NoAnswer;
import io.os199.cs.platform.http.VendorAnswer.NotSent;
import io.os199.cs.platform.http.VendorAnswer.ServerFault;
import io.os199.cs.platform.http.VendorAnswer.Unauthorized;
import io.os199.cs.platform.http.VendorAnswer.Unexpected;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.FreePort;
import io.os199.cs.testing.TestClock;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A vendor that answers in every way a vendor can, over a real connection and by the test's own clock. */
class VendorClientTest {
    private static final VendorRequest GET = VendorRequest.get("/things/{id}", "/things/7?x=1");
    private static final Retries RETRIES = Retries.inbound();

    private final WireMockServer vendor =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final TestClock clock = new TestClock("2026-11-11T10:00:00Z");
    private final List<Duration> waits = new ArrayList<>();
    private volatile String key = "Bearer key";
    private VendorClient client;

    @BeforeEach
    void start() {
        vendor.start();
        client = client(URI.create("http://127.0.0.1:" + vendor.port()));
    }

    @AfterEach
    void stop() {
        client.close();
        vendor.stop();
    }

    private VendorClient client(URI base) {
        return new VendorClient(
                "vendor",
                base,
                () -> key,
                Duration.ofSeconds(10),
                new Vendors(
                        new OutsideCalls(registry, Tracing.off()),
                        new VendorMetrics(registry),
                        SharedCircuits.none(),
                        new Vendors.Waiting(
                                wait -> {
                                    waits.add(wait);
                                    clock.advance(wait);
                                },
                                new SplittableRandom(7)),
                        clock));
    }

    private void answers(ResponseDefinitionBuilder response) {
        vendor.resetMappings();
        vendor.stubFor(any(anyUrl()).willReturn(response));
    }

    private static ResponseDefinitionBuilder status(int status) {
        return aResponse().withStatus(status);
    }

    private int asked() {
        return vendor.getAllServeEvents().size();
    }

    @Test
    void anAnswerIsHandedOnWithItsHeaders() {
        answers(
                okJson("{\"a\":\"é\"}")
                        .withHeader("X-Message-Id", "m1")
                        .withHeader("X-RateLimit-Remaining", "41"));
        Done done = (Done) client.once(GET);
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.body()).isEqualTo("{\"a\":\"é\"}");
        assertThat(done.header("x-message-id")).isEqualTo("m1");
        assertThat(figure("integration_rate_limit_remaining")).isEqualTo(41);
        assertThat(figure("integration_circuit_open")).isZero();
        vendor.verify(
                getRequestedFor(urlEqualTo("/things/7?x=1"))
                        .withHeader("Authorization", equalTo("Bearer key")));
        answers(status(202));
        assertThat(client.once(VendorRequest.post("/send", "{}"))).isInstanceOf(Done.class);
    }

    @Test
    void eachRefusalIsWhatTheTableSaysAndNoneIsTriedAgain() {
        Map<Integer, VendorAnswer> table =
                Map.of(
                        400, new VendorAnswer.Rejected(400),
                        404, new VendorAnswer.Missing(),
                        409, new VendorAnswer.Conflict(),
                        413, new VendorAnswer.Rejected(413),
                        422, new VendorAnswer.Rejected(422),
                        302, new Unexpected(302, "it leads elsewhere"));
        table.forEach(
                (status, expected) -> {
                    vendor.resetRequests();
                    answers(status(status).withHeader("Location", "/elsewhere"));
                    for (int i = 0; i < 6; i++) {
                        assertThat(client.read(GET, RETRIES)).isEqualTo(expected);
                    }
                    assertThat(asked()).as("status %d", status).isEqualTo(6);
                });
        assertThat(waits).isEmpty();
        assertThat(figure("integration_circuit_open")).isZero();
    }

    @Test
    void aPageIsNoAnswerOfAnApi() {
        answers(status(200).withHeader("Content-Type", "text/html").withBody("<html>"));
        assertThat(client.read(GET, RETRIES)).isEqualTo(new Unexpected(200, "it is no JSON"));
        assertThat(waits).isEmpty();
    }

    @Test
    void aRefusedKeyIsNotUsedAgainUntilItIsAnotherOrACheckGoesWell() {
        answers(status(401));
        assertThat(client.once(GET)).isEqualTo(new Unauthorized(401));
        assertThat(client.read(GET, RETRIES)).isEqualTo(new Unauthorized(401));
        assertThat(asked()).isEqualTo(1);
        answers(okJson("{}"));
        assertThat(client.once(GET)).isEqualTo(new Unauthorized(401));
        assertThat(asked()).isEqualTo(1);
        assertThat(client.check(GET)).isInstanceOf(Done.class);
        assertThat(client.once(GET)).isInstanceOf(Done.class);

        answers(status(403));
        assertThat(client.once(GET)).isEqualTo(new Unauthorized(403));
        answers(okJson("{}"));
        key = "Bearer next";
        assertThat(client.once(GET)).isInstanceOf(Done.class);
        answers(status(401));
        assertThat(client.once(GET)).isEqualTo(new Unauthorized(401));
        vendor.resetRequests();
        clock.advance(Duration.ofMinutes(15).minusMillis(1));
        client.once(GET);
        assertThat(asked()).isZero();
        clock.advance(Duration.ofMillis(1));
        client.once(GET);
        client.once(GET);
        assertThat(asked()).isEqualTo(1);
        key = "Bearer with\na line";
        assertThat(client.once(GET)).isEqualTo(new Unauthorized(401));
    }

    @Test
    void tooManyCallsWaitAsLongAsTheVendorAsksAndAreNoFailure() {
        vendor.stubFor(
                any(anyUrl())
                        .inScenario("limit")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(status(429).withHeader("Retry-After", "7"))
                        .willSetStateTo("again"));
        vendor.stubFor(
                any(anyUrl())
                        .inScenario("limit")
                        .whenScenarioStateIs("again")
                        .willReturn(okJson("{}")));
        Instant begun = clock.instant();
        assertThat(client.read(GET, RETRIES)).isInstanceOf(Done.class);
        assertThat(Duration.between(begun, clock.instant())).isEqualTo(Duration.ofSeconds(7));

        answers(status(429).withHeader("X-RateLimit-Reset", "" + in(30)));
        assertThat(client.once(GET)).isEqualTo(new Limited(Duration.ofSeconds(30)));
        answers(status(429).withHeader("ratelimit-reset", "12"));
        assertThat(client.once(GET)).isEqualTo(new Limited(Duration.ofSeconds(12)));
        answers(status(429).withHeader("Retry-After", "Wed, 11 Nov 2026 10:00:17 GMT"));
        assertThat(client.once(GET)).isEqualTo(new Limited(Duration.ofSeconds(10)));
        answers(status(429).withHeader("Retry-After", "soon"));
        for (int i = 0; i < 6; i++) {
            assertThat(client.once(GET)).isEqualTo(new Limited(null));
        }
        assertThat(figure("integration_circuit_open")).isZero();
    }

    private long in(int seconds) {
        return clock.instant().plusSeconds(seconds).getEpochSecond();
    }

    @Test
    void aRunDoesNotWaitLongerThanTwoMinutes() {
        answers(status(429).withHeader("Retry-After", "121"));
        assertThat(client.read(GET, RETRIES)).isEqualTo(new Limited(Duration.ofSeconds(121)));
        assertThat(waits).isEmpty();
        assertThat(asked()).isEqualTo(1);
        answers(status(429).withHeader("Retry-After", "120"));
        client.read(GET, RETRIES);
        assertThat(waits).hasSize(4).containsOnly(Duration.ofSeconds(120));
    }

    @Test
    void fiveFailuresInARowOpenTheCircuitAndOneCallTriesAfterEachPause() {
        answers(status(503));
        assertThat(client.read(GET, RETRIES)).isEqualTo(new ServerFault(503, null));
        assertThat(asked()).isEqualTo(5);
        assertThat(waits).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(waits.get(i)).isBetween(Duration.ZERO, Duration.ofSeconds(1L << i));
        }
        assertThat(client.read(GET, RETRIES)).isEqualTo(new CircuitOpen(Duration.ofSeconds(60)));
        assertThat(asked()).isEqualTo(5);
        assertThat(waits).hasSize(4);
        assertThat(figure("integration_circuit_open")).isEqualTo(1);
        assertThat(OutsideFigures.calls(registry, "vendor"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("503", 5L, "circuit_open", 1L));

        int asked = 5;
        for (int pause : new int[] {60, 120, 240, 480, 600, 600}) {
            clock.advance(Duration.ofSeconds(pause).minusMillis(1));
            assertThat(client.once(GET)).isInstanceOf(CircuitOpen.class);
            clock.advance(Duration.ofMillis(2));
            assertThat(client.once(GET)).isInstanceOf(ServerFault.class);
            assertThat(client.once(GET)).isInstanceOf(CircuitOpen.class);
            assertThat(asked()).isEqualTo(++asked);
        }
        clock.advance(Duration.ofMinutes(10).plusMillis(1));
        answers(okJson("{}"));
        assertThat(client.once(GET)).isInstanceOf(Done.class);
        assertThat(figure("integration_circuit_open")).isZero();
        answers(status(500));
        for (int i = 0; i < 5; i++) {
            client.once(GET);
        }
        assertThat(client.once(GET)).isEqualTo(new CircuitOpen(Duration.ofSeconds(60)));
    }

    @Test
    void anAnswerBetweenFailuresBeginsTheRowAnew() {
        for (int i = 0; i < 3; i++) {
            answers(status(500));
            for (int failure = 0; failure < 4; failure++) {
                assertThat(client.once(GET)).isEqualTo(new ServerFault(500, null));
            }
            answers(status(404));
            assertThat(client.once(GET)).isEqualTo(new VendorAnswer.Missing());
        }
        assertThat(figure("integration_circuit_open")).isZero();
    }

    @Test
    void whatMayHaveBeenDoneAndWhatCertainlyWasNotAreToldApart() throws IOException {
        answers(okJson("{}").withFixedDelay(2_000));
        URI late = URI.create("http://127.0.0.1:" + vendor.port());
        try (VendorClient hurried = other(late, Duration.ofMillis(700))) {
            assertThat(hurried.once(GET)).isInstanceOf(NoAnswer.class);
        }
        answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertThat(client.once(VendorRequest.post("/send", "{}"))).isInstanceOf(NoAnswer.class);
        answers(aResponse().withFault(Fault.EMPTY_RESPONSE));
        assertThat(client.once(VendorRequest.post("/send", "{}"))).isInstanceOf(NoAnswer.class);
        vendor.resetRequests();
        answers(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
        assertThat(client.once(VendorRequest.post("/send", "{}"))).isInstanceOf(NoAnswer.class);
        assertThat(asked()).isEqualTo(1);

        int nobody = FreePort.next();
        try (VendorClient elsewhere = other(URI.create("http://127.0.0.1:" + nobody))) {
            assertThat(elsewhere.once(GET)).isInstanceOf(NotSent.class);
        }
        // Accepts connections and does not speak TLS.
        try (ServerSocket plain = new ServerSocket(0);
                VendorClient secure =
                        other(URI.create("https://127.0.0.1:" + plain.getLocalPort()))) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try (var taken = plain.accept()) {
                                    taken.getOutputStream()
                                            .write(
                                                    "HTTP/1.1 400\r\n\r\n"
                                                            .getBytes(
                                                                    java.nio.charset
                                                                            .StandardCharsets
                                                                            .US_ASCII));
                                } catch (IOException e) {
                                    // The client's answer is what counts.
                                }
                            });
            VendorAnswer answer = secure.once(GET);
            assertThat(answer).isInstanceOfAny(NotSent.class, NoAnswer.class);
        }
    }

    private VendorClient other(URI base) {
        return other(base, Duration.ofSeconds(10));
    }

    private VendorClient other(URI base, Duration patience) {
        PrometheusRegistry own = new PrometheusRegistry();
        return new VendorClient(
                "other",
                base,
                () -> key,
                patience,
                new Vendors(
                        new OutsideCalls(own, Tracing.off()),
                        new VendorMetrics(own),
                        SharedCircuits.none(),
                        Vendors.Waiting.real(),
                        clock));
    }

    @Test
    void aBodyThatEndsTooEarlyIsNoAnswer() throws IOException {
        try (ServerSocket server = new ServerSocket(0)) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try (var taken = server.accept()) {
                                    taken.getOutputStream()
                                            .write(
                                                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"a\":"
                                                            .getBytes(
                                                                    java.nio.charset
                                                                            .StandardCharsets
                                                                            .US_ASCII));
                                } catch (IOException e) {
                                    // The client's answer is what counts.
                                }
                            });
            try (VendorClient cut =
                    other(URI.create("http://127.0.0.1:" + server.getLocalPort()))) {
                assertThat(cut.once(VendorRequest.post("/send", "{}")))
                        .isInstanceOf(NoAnswer.class);
            }
        }
    }

    @Test
    void delaysAreAnywhereBetweenNoneAndTwiceTheOneBefore() {
        SplittableRandom random = new SplittableRandom(1);
        for (int attempt = 0; attempt < 40; attempt++) {
            long most = Math.min(60_000, 1_000L << Math.min(attempt, 20));
            long longest = 0;
            long shortest = Long.MAX_VALUE;
            for (int i = 0; i < 500; i++) {
                long delay = RETRIES.delay(attempt, null, random).toMillis();
                longest = Math.max(longest, delay);
                shortest = Math.min(shortest, delay);
            }
            assertThat(longest).isBetween(most * 9 / 10, most);
            assertThat(shortest).isBetween(0L, most / 10);
        }
        assertThat(RETRIES.delay(0, Duration.ofSeconds(9), random))
                .isEqualTo(Duration.ofSeconds(9));
    }

    private double figure(String name) {
        return registry.scrape(name::equals).stream()
                .map(GaugeSnapshot.class::cast)
                .flatMap(found -> found.getDataPoints().stream())
                .filter(point -> "vendor".equals(point.getLabels().get("integration")))
                .mapToDouble(point -> point.getValue())
                .findFirst()
                .orElse(-1);
    }
}
