package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.dropwizard.testing.ConfigOverride;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.os199.cs.testing.Await;

import no.nav.security.mock.oauth2.MockOAuth2Server;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A call to an outside service as operators see it: fetching the keys of two issuers, of which one works and one is
 * broken.
 */
class OutsideCallsIT {
    private static final String RESOURCE = "https://cs.example.com/mcp";

    private static MockOAuth2Server issuers;
    private static HttpServer broken;
    private static final Queue<String> PARENTS = new ConcurrentLinkedQueue<>();
    private static SpanReceiver receiver;
    private static RunningApi api;

    @BeforeAll
    static void start() throws IOException {
        issuers = new MockOAuth2Server();
        issuers.start(InetAddress.getLoopbackAddress(), 0);
        broken = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        broken.createContext("/keys", OutsideCallsIT::refuse);
        broken.start();
        receiver = new SpanReceiver();
        String accepted =
                """
                [{"issuer": "%s", "jwksUri": "%s"}, {"issuer": "%s", "jwksUri": "http://127.0.0.1:%d/keys"}]
                """
                        .formatted(
                                issuers.issuerUrl("well"),
                                issuers.jwksUrl("well"),
                                issuers.issuerUrl("broken"),
                                broken.getAddress().getPort())
                        .strip();
        api =
                new RunningApi(
                        config ->
                                config.replace("${CS_OAUTH_RESOURCE:-}", RESOURCE)
                                        .replace("${CS_OAUTH_ISSUERS:-[]}", accepted),
                        ConfigOverride.config("tracing.endpoint", receiver.endpoint()),
                        ConfigOverride.config("tracing.sampleShare", "1"));
        // On a busy machine its first answer takes longer than the API waits.
        URI keys = URI.create(issuers.jwksUrl("well").toString());
        assertThat(api.send(HttpRequest.newBuilder(keys).build()).statusCode()).isEqualTo(200);
    }

    private static void refuse(HttpExchange exchange) throws IOException {
        try (exchange) {
            PARENTS.add(exchange.getRequestHeaders().getFirst("traceparent"));
            exchange.sendResponseHeaders(503, -1);
        }
    }

    @AfterAll
    static void stop() {
        api.close();
        receiver.close();
        broken.stop(0);
        issuers.shutdown();
    }

    @Test
    void itIsCountedByItsStatusAndShownAsASpanThatGoesOnOutside() throws Exception {
        assertThat(list("well")).isEqualTo(200);
        assertThat(list("broken")).isEqualTo(503);
        String metrics =
                api.send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://localhost:"
                                                                + api.adminPort()
                                                                + "/metrics"))
                                        .build())
                        .body();
        assertThat(metrics)
                .contains(
                        "integration_api_calls_total{integration=\"oauth\",status=\"200\"} 1.0",
                        "integration_api_calls_total{integration=\"oauth\",status=\"503\"} 1.0",
                        "integration_api_duration_seconds_count{endpoint=\"{jwks_uri}\",integration=\"oauth\"}"
                            + " 2");

        Span well = received("200");
        assertThat(well.getName()).isEqualTo("GET {jwks_uri}");
        assertThat(well.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(text(well, "http.request.method")).contains("GET");
        assertThat(text(well, "url.template")).contains("{jwks_uri}");
        assertThat(text(well, "server.address")).contains(issuers.jwksUrl("well").url().getHost());
        assertThat(value(well, "server.port").orElseThrow().getValue().getIntValue())
                .isEqualTo(issuers.jwksUrl("well").port());
        assertThat(text(well, "error.type")).isEmpty();

        Span failed = received("503");
        assertThat(text(failed, "error.type")).contains("503");
        assertThat(failed.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(PARENTS)
                .singleElement()
                .asString()
                // Sampled, with an id that is random or not.
                .matches(
                        "00-%s-%s-0[13]"
                                .formatted(
                                        SpanReceiver.hex(failed.getTraceId()),
                                        SpanReceiver.hex(failed.getSpanId())));
    }

    private static int list(String issuer) {
        String token =
                issuers.issueToken(
                                issuer,
                                "somebody",
                                RESOURCE,
                                Map.<String, Object>of("scope", "cs:read"),
                                300)
                        .serialize();
        HttpResponse<String> answer =
                api.modern(token, "tools/list", JsonNodeFactory.instance.objectNode());
        return answer.statusCode();
    }

    private static Span received(String status) throws Exception {
        Await.until(() -> find(status).isPresent());
        return find(status).orElseThrow();
    }

    private static Optional<Span> find(String status) {
        return receiver.spans().stream()
                .filter(
                        span ->
                                value(span, "http.response.status_code")
                                        .filter(
                                                each ->
                                                        Long.toString(each.getValue().getIntValue())
                                                                .equals(status))
                                        .isPresent())
                .findAny();
    }

    private static Optional<String> text(Span span, String name) {
        return value(span, name).map(each -> each.getValue().getStringValue());
    }

    private static Optional<KeyValue> value(Span span, String name) {
        return span.getAttributesList().stream()
                .filter(each -> each.getKey().equals(name))
                .findAny();
    }
}
