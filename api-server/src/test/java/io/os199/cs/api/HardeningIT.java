package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.dropwizard.testing.ConfigOverride;
import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The security headers of every answer, whether a servlet, a filter or Jetty gives it. */
class HardeningIT {
    private static final String PAGE = "https://app.example";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api =
                new RunningApi(
                        ConfigOverride.config("mcp.allowedOrigins", PAGE),
                        ConfigOverride.config("server.applicationConnectors[0].idleTimeout", "2s"),
                        ConfigOverride.config("integrations.intercom.enabled", "true"),
                        ConfigOverride.config("integrations.intercom.accessToken", "token"),
                        ConfigOverride.config("integrations.intercom.clientSecret", "secret"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void everyAnswerHasTheHeadersAndNoBanner() {
        assertHardened(200, send(post("/mcp", PING, "Authorization: Bearer " + api.key())));
        assertHardened(401, send(post("/mcp", PING)));
        assertHardened(415, send(request("POST", "/mcp", "Content-Length: 0")));
        assertHardened(405, send(request("GET", "/mcp", "Authorization: Bearer " + api.key())));
        assertHardened(403, send(request("GET", "/mcp", "Origin: https://evil.example")));
        assertHardened(404, send(request("GET", "/")));
        assertHardened(404, send(request("PUT", "/nothing/here")));
        assertHardened(405, send(request("TRACE", "/nothing/here")));
        assertHardened(
                413,
                send(
                        post(
                                "/mcp",
                                PING + " ".repeat(1 << 20),
                                "Authorization: Bearer " + api.key())));
        assertHardened(421, send("GET /mcp HTTP/1.1\r\nHost: evil.example\r\n\r\n"));
    }

    @Test
    void whatJettyRefusesLooksLikeOurs() {
        assertHardened(400, send("GET /mcp HTTP/1.1\r\n\r\n"));
        assertHardened(400, send("nonsense\r\n\r\n"));
        assertHardened(400, send(request("GET", "/mcp/%zz")));
        assertHardened(400, send(request("GET", "/mcp/..;/%2f")));
        assertHardened(400, send(request("GET", "/%c0%af")));
        assertHardened(400, send(request("POST", "/mcp", "Content-Length: x")));
        assertHardened(431, send(request("GET", "/mcp", "X-Large: " + "y".repeat(20_000))));
        assertHardened(414, send(request("GET", "/" + "y".repeat(20_000))));
        assertHardened(505, send("GET /mcp HTTP/9.9\r\nHost: localhost\r\n\r\n"));
    }

    @Test
    void aBodyThatStaysAwayIsItsSendersFault() throws IOException {
        List<HeldRequest> held = held(PING, "client_id,name");
        try {
            for (HeldRequest each : held) {
                assertTooSlow(each.leave());
            }
        } finally {
            closeAll(held);
        }
        assertThat(api.testDatabase().count("imports")).isZero();
    }

    /** Never silent for long, yet too slow: with a pause of 50 ms it would take longer than a minute. */
    @Test
    void aBodyThatDripsIsItsSendersFaultToo() throws Exception {
        List<HeldRequest> held = held(PING + " ".repeat(1_500), "x".repeat(1_500));
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RawHttp.Answer>> answers =
                    held.stream()
                            .map(each -> senders.submit(() -> each.drip(0, Duration.ofMillis(50))))
                            .toList();
            for (Future<RawHttp.Answer> answer : answers) {
                assertTooSlow(answer.get());
            }
        } finally {
            closeAll(held);
        }
        assertThat(api.testDatabase().count("imports")).isZero();
    }

    /** It takes longer than a silence may last, which is allowed because much has arrived. */
    @Test
    void aLargeBodyHasMoreTime() throws IOException {
        int most = 64 << 10;
        String body = PING + " ".repeat(most);
        try (HeldRequest held =
                HeldRequest.begin(api, api.key(), "/mcp", "application/json", body)) {
            RawHttp.Answer answer = held.drip(body.length() - 12, Duration.ofMillis(250));
            assertHardened(200, answer);
        }
    }

    /** Returns a call, events, a file and a delivery of which only the head has been sent. */
    private static List<HeldRequest> held(String call, String rows) throws IOException {
        String key = api.key(Scope.CS_WRITE, Scope.CS_INGEST);
        return List.of(
                HeldRequest.begin(api, key, "/mcp", "application/json", call),
                HeldRequest.begin(api, key, "/v1/events/usage", rows),
                HeldRequest.begin(api, key, "/v1/imports?kind=clients", "text/csv", rows),
                HeldRequest.begin(api, "none", "/v1/webhooks/intercom", "application/json", call));
    }

    private static void closeAll(List<HeldRequest> held) throws IOException {
        for (HeldRequest each : held) {
            each.close();
        }
    }

    private static void assertTooSlow(RawHttp.Answer answer) {
        assertHardened(408, answer);
        assertThat(answer.body()).contains("without a pause");
    }

    @Test
    void theAdminPortHasTheHeadersToo() {
        RawHttp admin = new RawHttp(api.adminPort());
        for (String path : List.of("/", "/health", "/ready", "/healthcheck", "/nothing")) {
            assertHeaders(admin.send(request("GET", path)));
        }
    }

    @Test
    void preflightsOfAllowedPagesAreAnsweredWithoutAKey() {
        RawHttp.Answer answer =
                send(
                        request(
                                "OPTIONS",
                                "/mcp",
                                "Origin: " + PAGE,
                                "Access-Control-Request-Method: POST",
                                "Access-Control-Request-Headers: authorization,mcp-method"));
        assertThat(answer.status()).isEqualTo(204);
        assertHeaders(answer);
        assertThat(answer.header("Access-Control-Allow-Origin")).hasValue(PAGE);
        assertThat(answer.header("Access-Control-Allow-Methods")).hasValue("POST");
        assertThat(answer.header("Access-Control-Allow-Headers").orElseThrow())
                .contains("Authorization", "Mcp-Method", "Last-Event-ID");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(answer.header("Vary").orElseThrow()).contains("Origin");

        RawHttp.Answer call = send(post("/mcp", PING, "Origin: " + PAGE));
        assertThat(call.status()).isEqualTo(401);
        assertThat(call.header("Access-Control-Allow-Origin")).hasValue(PAGE);
        assertThat(call.header("Access-Control-Expose-Headers").orElseThrow())
                .contains("WWW-Authenticate");
    }

    @Test
    void preflightsOfOtherPagesAreRefused() {
        for (String origin : List.of("https://evil.example", "null", PAGE + ".evil.example")) {
            RawHttp.Answer answer =
                    send(
                            request(
                                    "OPTIONS",
                                    "/mcp",
                                    "Origin: " + origin,
                                    "Access-Control-Request-Method: POST"));
            assertThat(answer.status()).as(origin).isEqualTo(403);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        }
        assertThat(send(request("OPTIONS", "/mcp")).status()).isEqualTo(401);
    }

    @Test
    void takesJsonOnly() {
        String key = "Authorization: Bearer " + api.key();
        for (String type :
                List.of(
                        "text/plain",
                        "application/x-www-form-urlencoded",
                        "application/jsonp",
                        "")) {
            String request =
                    "POST /mcp HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(key, type, PING.length(), PING);
            assertHardened(415, send(request));
        }
        String charset =
                "POST /mcp HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Type: Application/JSON; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(key, PING.length(), PING);
        assertHardened(200, send(charset));
    }

    private static void assertHardened(int status, RawHttp.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertHeaders(answer);
        assertThat(answer.header("Content-Type")).hasValue("application/json");
        JsonNode body = Json.read(answer.body(), JsonNode.class);
        assertThat(body.path("jsonrpc").textValue()).isEqualTo("2.0");
        if (status != 200) {
            assertThat(body.at("/error/code").intValue()).isEqualTo(status);
            assertThat(body.at("/error/message").textValue()).isNotEmpty();
        }
    }

    private static void assertHeaders(RawHttp.Answer answer) {
        String as = answer.toString();
        assertThat(answer.header("X-Content-Type-Options")).as(as).hasValue("nosniff");
        assertThat(answer.header("X-Frame-Options")).hasValue("DENY");
        assertThat(answer.header("Strict-Transport-Security"))
                .hasValue("max-age=31536000; includeSubDomains");
        assertThat(answer.header("Content-Security-Policy"))
                .hasValue("default-src 'none'; frame-ancestors 'none'");
        assertThat(answer.header("Referrer-Policy")).hasValue("no-referrer");
        assertThat(answer.header("Permissions-Policy").orElseThrow()).contains("camera=()");
        assertThat(answer.header("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.header("X-Powered-By")).isEmpty();
        assertThat(answer.body()).doesNotContain("Jetty", "Exception");
    }

    private static RawHttp.Answer send(String request) {
        return new RawHttp(api.port()).send(request);
    }

    private static String post(String path, String body, String... headers) {
        String all = String.join("\r\n", headers);
        return request(
                        "POST",
                        path,
                        "Content-Type: application/json",
                        "Content-Length: " + body.length(),
                        all.isEmpty() ? "X-Test: 1" : all)
                + body;
    }

    private static String request(String method, String path, String... headers) {
        StringBuilder request =
                new StringBuilder("%s %s HTTP/1.1\r\nHost: localhost\r\n".formatted(method, path));
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }
}
