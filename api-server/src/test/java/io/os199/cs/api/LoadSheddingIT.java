package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.dropwizard.testing.ConfigOverride;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.Await;

import org.eclipse.jetty.server.HttpConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** More simultaneous requests than the process accepts, which here is two. */
class LoadSheddingIT {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    private static final int PLACES = 2;

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi(ConfigOverride.config("mcp.requestsAtOnce", Integer.toString(PLACES)));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void refusesWhatIsTooMuchAndTakesItOnceAPlaceIsFree() throws Exception {
        double shed = figure("mcp_requests_shed_total");
        try (HeldRequest first = hold();
                HeldRequest second = hold()) {
            HttpResponse<String> refused = ping();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.body()).contains("send it again in a second");
            assertThat(api.post(PING, Map.of()).statusCode())
                    .as("a request without a key costs no look-up")
                    .isEqualTo(503);
            assertThat(figure("mcp_requests_active")).isEqualTo(PLACES);
            assertThat(figure("mcp_requests_shed_total")).isEqualTo(shed + 2);

            assertThat(first.end()).isEqualTo(200);
            // The slot is freed a moment after the answer.
            Await.until(() -> ping().statusCode() == 200);
            assertThat(second.end()).isEqualTo(200);
        }
        Await.until(() -> figure("mcp_requests_active") == 0);
    }

    @Test
    void connectionsKeepNoIndexOfHeaders() {
        assertThat(api.jetty().getContainedBeans(HttpConfiguration.class))
                .as("of both ports")
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(configuration -> configuration.getHeaderCacheSize() == 0);
    }

    @Test
    void streamsTakeNoPlace() throws Exception {
        List<Stream<String>> streams = new ArrayList<>();
        try {
            for (int stream = 0; stream < PLACES + 1; stream++) {
                streams.add(listen());
            }
            assertThat(ping().statusCode()).isEqualTo(200);
        } finally {
            streams.forEach(Stream::close);
        }
        Await.until(() -> figure("mcp_requests_active") == 0);
    }

    private static HeldRequest hold() throws IOException {
        return HeldRequest.begin(api, api.key(), "/mcp", "application/json", PING);
    }

    private static HttpResponse<String> ping() {
        return api.post(PING, Map.of("Authorization", "Bearer " + api.key()));
    }

    /** Returns a stream of changes whose first line has arrived. */
    private static Stream<String> listen() throws Exception {
        ObjectNode filter =
                Json.read(
                        "{\"notifications\":{\"resourceSubscriptions\":[\"docs://tools/get_job\"]}}",
                        ObjectNode.class);
        HttpRequest request = api.modernRequest(api.key(), "subscriptions/listen", filter, "{}");
        Stream<String> lines = api.http().send(request, BodyHandlers.ofLines()).body();
        Iterator<String> first = lines.iterator();
        assertThat(first.next()).isNotEmpty();
        return lines;
    }

    private static double figure(String name) {
        URI metrics = URI.create("http://localhost:" + api.adminPort() + "/metrics");
        return api.send(HttpRequest.newBuilder(metrics).build())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
