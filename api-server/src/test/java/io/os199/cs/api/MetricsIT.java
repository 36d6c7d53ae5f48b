package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.dropwizard.testing.ConfigOverride;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;

/** The metrics that Prometheus reads on the API's admin port, after calls over the wire. */
class MetricsIT {
    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi(ConfigOverride.config("rateLimits.burstSeconds", "6"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void callsStatementsAndPoolsHaveTheNamesThatDashboardsKnow() {
        call("list_clients", "{}");
        call("list_clients", "{\"limit\": 0}");
        call("get_client_overview", "{\"client_id\": \"Nobody\"}");
        call("no_such_tool", "{}");
        String metrics = scrape("text/plain");
        assertThat(metrics)
                .contains(
                        "mcp_tool_execution_total{status=\"ok\",tool_name=\"list_clients\"} ",
                        "mcp_tool_execution_total{status=\"invalid_argument\",tool_name=\"list_clients\"}"
                            + " 1.0",
                        "mcp_tool_execution_total{status=\"not_found\",tool_name=\"get_client_overview\"}"
                            + " 1.0",
                        "mcp_tool_execution_duration_seconds_bucket{status=\"ok\",tool_name=\"list_clients\",le=\"+Inf\"}",
                        "mcp_tool_execution_duration_seconds_bucket{status=\"ok\",tool_name=\"list_clients\",le=\"30.0\"}",
                        "database_query_duration_seconds_count{query_type=\"ClientDirectoryDao.",
                        "job_queue_depth 0.0",
                        "job_workers 0.0",
                        "io_dropwizard_jetty_MutableServletContextHandler_post_requests_count");
        assertThat(metrics)
                .containsPattern("(?m)^database_connections_active \\d")
                .containsPattern("(?m)^database_pool_waiting\\{pool=\"database\"\\} 0\\.0$")
                .doesNotContain("no_such_tool", "Nobody");
    }

    /** Only this format has native histograms. */
    @Test
    void prometheusItselfGetsNativeHistograms() {
        call("list_clients", "{}");
        HttpResponse<String> answer =
                get(
                        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited");
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/vnd.google.protobuf");
        assertThat(answer.body()).contains("mcp_tool_execution_duration_seconds");
    }

    @Test
    void whoCallsTooOftenIsCounted() {
        // Faster than the limit refills, even on a slow machine.
        String metrics = scrape("application/openmetrics-text");
        for (int i = 0; i < 20 && !metrics.contains("rate_limited_calls_total{"); i++) {
            for (int j = 0; j < 50; j++) {
                call("list_jobs", "{}");
            }
            metrics = scrape("application/openmetrics-text");
        }
        assertThat(metrics).containsPattern("rate_limited_calls_total\\{class=\"read\"\\} [1-9]");
        assertThat(metrics)
                .containsPattern(
                        "mcp_tool_execution_total\\{status=\"rate_limited\",tool_name=\"list_jobs\"\\}"
                            + " [1-9]");
    }

    /** There are as many series as the program has tools, statements and statuses, whatever callers send. */
    @Test
    void labelsAreOfTheProgramAndNotOfItsCallers() {
        call("get_client_overview", "{\"client_id\": \"mallory@example.com\"}");
        List<String> types =
                Pattern.compile("query_type=\"([^\"]*)\"")
                        .matcher(scrape("text/plain"))
                        .results()
                        .map(found -> found.group(1))
                        .distinct()
                        .toList();
        assertThat(types)
                .isNotEmpty()
                .allMatch(type -> type.matches("\\w+Dao\\.\\w+|[A-Z][A-Za-z]+|other"));
    }

    private static void call(String tool, String arguments) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.put("name", tool);
        params.set("arguments", Json.read(arguments, ObjectNode.class));
        api.modern(api.key(), "tools/call", params);
    }

    private static String scrape(String accept) {
        HttpResponse<String> answer = get(accept);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static HttpResponse<String> get(String accept) {
        return api.send(
                HttpRequest.newBuilder(
                                URI.create("http://localhost:" + api.adminPort() + "/metrics"))
                        .header("Accept", accept)
                        .build());
    }
}
