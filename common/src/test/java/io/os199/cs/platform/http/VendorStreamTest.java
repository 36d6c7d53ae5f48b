package io.os199.cs.platform.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

import io.os199.cs.platform.http.VendorAnswer.Done;
import io.os199.cs.platform.http.VendorAnswer.NoAnswer;
import io.os199.cs.platform.http.VendorAnswer.ServerFault;
import io.os199.cs.platform.http.VendorAnswer.Unauthorized;
import io.os199.cs.platform.http.VendorAnswer.Unexpected;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.TestClock;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** A vendor whose answer is read while it arrives, whole or cut off in every way. */
class VendorStreamTest {
    private static final VendorRequest GET = VendorRequest.get("/export", "/export?day=1");
    private static final Retries RETRIES = Retries.inbound();

    private final WireMockServer vendor =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().gzipDisabled(true));
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final OutsideCalls calls = new OutsideCalls(registry, Tracing.off());
    private final VendorMetrics metrics = new VendorMetrics(registry);
    private final TestClock clock = new TestClock("2026-11-11T10:00:00Z");
    private final List<Duration> waits = new ArrayList<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private VendorClient client;

    @BeforeEach
    void start() {
        vendor.start();
        client = client(vendor.port());
    }

    @AfterEach
    void stop() {
        client.close();
        vendor.stop();
    }

    private VendorClient client(int port) {
        return new VendorClient(
                "vendor",
                URI.create("http://127.0.0.1:" + port),
                () -> "Basic key",
                Duration.ofSeconds(5),
                new Vendors(
                        calls,
                        metrics,
                        SharedCircuits.none(),
                        new Vendors.Waiting(
                                wait -> {
                                    waits.add(wait);
                                    clock.advance(wait);
                                },
                                new SplittableRandom(7)),
                        clock));
    }

    private VendorAnswer ask() {
        return ask(client, Duration.ofSeconds(5));
    }

    private VendorAnswer ask(VendorClient of, Duration whole) {
        return ask(of, whole, Duration.ofSeconds(5));
    }

    private VendorAnswer ask(VendorClient of, Duration whole, Duration silence) {
        read.reset();
        return new VendorStream(of, new VendorStream.Limits(Duration.ofSeconds(5), silence, whole))
                .read(GET, RETRIES, body -> body.transferTo(read));
    }

    private void answers(ResponseDefinitionBuilder response) {
        vendor.resetMappings();
        vendor.stubFor(any(anyUrl()).willReturn(response));
    }

    private static ResponseDefinitionBuilder packed(byte[] body) {
        return ok().withHeader("Content-Type", "text/plain; charset=utf-8")
                .withHeader("Content-Encoding", "gzip")
                .withBody(body);
    }

    private static byte[] zip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private int asked() {
        return vendor.getAllServeEvents().size();
    }

    @Test
    void allOfItIsReadHoweverLargeAndInHoweverManyPieces() {
        byte[] large = noise(12_000_000);
        answers(packed(zip(large)).withChunkedDribbleDelay(40, 400));
        assertThat(ask()).isEqualTo(new Done(200, java.util.Map.of(), ""));
        assertThat(read.toByteArray()).isEqualTo(large);
        vendor.verify(
                getRequestedFor(anyUrl())
                        .withHeader("Accept-Encoding", equalTo("gzip"))
                        .withHeader("Authorization", equalTo("Basic key")));
        answers(packed(joined(zip(large), zip("end".getBytes(StandardCharsets.UTF_8)))));
        assertThat(ask()).isInstanceOf(Done.class);
        assertThat(read.size()).isEqualTo(large.length + 3);
        answers(ok());
        assertThat(ask()).isInstanceOf(Done.class);
        assertThat(read.size()).isZero();
    }

    @Test
    void whatEndsTooEarlyIsNoAnswerAndIsNotAskedForAgain() {
        byte[] whole = zip(noise(300_000));
        for (int length : new int[] {5, 1000, whole.length - 9, whole.length - 1}) {
            vendor.resetRequests();
            client.close();
            client = client(vendor.port());
            answers(packed(Arrays.copyOf(whole, length)));
            assertThat(ask()).as("cut at %d", length).isEqualTo(new NoAnswer("it was cut off"));
            assertThat(asked()).isEqualTo(1);
        }
        assertThat(waits).isEmpty();
        assertThat(calls("connect_error")).isEqualTo(4);
    }

    @Test
    void aConnectionThatBreaksOrFallsSilentCutsItOff() throws Exception {
        byte[] whole = zip(noise(300_000));
        String head =
                "HTTP/1.1 200 OK\r\n"
                        + "Content-Type: text/plain\r\n"
                        + "Content-Encoding: gzip\r\n"
                        + "Content-Length: "
                        + whole.length
                        + "\r\n\r\n";
        for (boolean silent : new boolean[] {false, true}) {
            try (ServerSocket server = new ServerSocket(0)) {
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try (Socket socket = server.accept()) {
                                        socket.getInputStream().read(new byte[4096]);
                                        socket.getOutputStream()
                                                .write(head.getBytes(StandardCharsets.UTF_8));
                                        socket.getOutputStream().write(whole, 0, 100_000);
                                        socket.getOutputStream().flush();
                                        if (silent) {
                                            Thread.sleep(Duration.ofSeconds(3));
                                        }
                                    } catch (IOException | InterruptedException e) {
                                        // The caller has gone.
                                    }
                                });
                try (VendorClient of = client(server.getLocalPort())) {
                    assertThat(ask(of, Duration.ofSeconds(20), Duration.ofMillis(500)))
                            .isEqualTo(new NoAnswer("it was cut off"));
                    assertThat(read.size()).isPositive();
                }
            }
        }
        assertThat(calls("timeout")).isEqualTo(1);
        assertThat(calls("connect_error")).isEqualTo(1);
    }

    @Test
    void whoeverDribblesForTooLongHasCutItOff() {
        answers(packed(zip(noise(300_000))).withChunkedDribbleDelay(30, 6_000));
        assertThat(ask(client, Duration.ofSeconds(1))).isEqualTo(new NoAnswer("it was cut off"));
        assertThat(calls("timeout")).isEqualTo(1);
    }

    @Test
    void otherAnswersAreWhatTheyAreToAnyClient() {
        answers(aResponse().withStatus(302).withHeader("Location", "/elsewhere"));
        assertThat(ask()).isEqualTo(new Unexpected(302, "it leads elsewhere"));
        answers(ok("<html>").withHeader("Content-Type", "text/html"));
        assertThat(ask()).isEqualTo(new Unexpected(200, "it is no packed lines of JSON"));
        answers(ok("{}").withHeader("Content-Type", "text/plain"));
        assertThat(ask()).isEqualTo(new Unexpected(200, "it is no packed lines of JSON"));
        answers(aResponse().withStatus(400));
        assertThat(ask()).isEqualTo(new VendorAnswer.Rejected(400));
        assertThat(asked()).isEqualTo(4);
        assertThat(read.size()).isZero();
    }

    @Test
    void whoHasNotBegunIsAskedAgainAndWaitsForAsLongAsItSays() {
        vendor.stubFor(
                any(anyUrl())
                        .inScenario("s")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "7"))
                        .willSetStateTo("next"));
        vendor.stubFor(
                any(anyUrl())
                        .inScenario("s")
                        .whenScenarioStateIs("next")
                        .willReturn(packed(zip(new byte[] {1}))));
        assertThat(ask()).isInstanceOf(Done.class);
        assertThat(waits).singleElement().isEqualTo(Duration.ofSeconds(7));
        answers(aResponse().withStatus(503));
        assertThat(ask()).isEqualTo(new ServerFault(503, null));
        assertThat(asked()).isEqualTo(7);
        assertThat(ask()).isInstanceOf(VendorAnswer.CircuitOpen.class);
    }

    @Test
    void aKeyThatWasRefusedIsOnlyChecked() {
        answers(aResponse().withStatus(401));
        assertThat(ask()).isEqualTo(new Unauthorized(401));
        assertThat(ask()).isEqualTo(new Unauthorized(401));
        assertThat(asked()).isEqualTo(1);
        answers(packed(zip(new byte[] {1})));
        VendorStream stream = new VendorStream(client, VendorStream.Limits.ofExports());
        assertThat(stream.check(GET, InputStream::readAllBytes)).isInstanceOf(Done.class);
        assertThat(ask()).isInstanceOf(Done.class);
    }

    @Test
    void whatFailsInTheReaderIsNotTheVendorsFault() {
        answers(packed(zip(noise(1000))));
        VendorStream stream = new VendorStream(client, VendorStream.Limits.ofExports());
        for (int i = 0; i < 6; i++) {
            assertThatThrownBy(
                            () ->
                                    stream.read(
                                            GET,
                                            RETRIES,
                                            body -> {
                                                throw new IllegalStateException("ours");
                                            }))
                    .hasMessage("ours");
        }
        assertThat(ask()).isInstanceOf(Done.class);
        assertThat(calls("200")).isEqualTo(7);
    }

    private double calls(String status) {
        CounterSnapshot calls =
                (CounterSnapshot)
                        registry.scrape("integration_api_calls"::equals).stream()
                                .collect(Collectors.toList())
                                .getFirst();
        return calls.getDataPoints().stream()
                .filter(
                        each ->
                                status.equals(
                                        Objects.requireNonNull(each.getLabels()).get("status")))
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                .sum();
    }
}
