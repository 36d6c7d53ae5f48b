package io.os199.cs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.NpmPrograms;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The official MCP clients against the running product: two processes, a real database, real rows. */
class OfficialClientsIT {
    private static final int CLIENTS = 60;
    private static final NpmPrograms PROGRAMS =
            new NpmPrograms("the official MCP clients", Path.of("src/test/clients"));

    @TempDir private static Path data;
    @TempDir private static Path home;
    private static RunningProduct product;

    @BeforeAll
    static void start() {
        PROGRAMS.install();
        product = RunningProduct.start(data, RunningProduct.freePort(), CLIENTS);
    }

    @AfterAll
    static void stop() {
        if (product != null) {
            product.close();
        }
    }

    /** Lists the tools, reads a client in three ways, pages, writes, and has the portfolio scored. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "pinned", "legacy"})
    void theTypeScriptClientGoesThroughADaysWork(String mode) {
        NpmPrograms.Result result =
                PROGRAMS.run(
                        home, "node", "journey.mjs", product.url().toString(), product.key(), mode);
        assertThat(result.status()).as(result.output()).isZero();
        JsonNode seen = Json.read(result.output(), JsonNode.class);
        assertThat(seen.path("clients").intValue()).isGreaterThan(CLIENTS / 2);
        assertThat(seen.path("pages").intValue()).isGreaterThan(1);
        assertThat(seen.path("scored").intValue()).isPositive();
        assertThat(seen.at("/health/overall_score").isNumber()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"modern", "legacy"})
    void theInspectorListsAndCalls(String era) {
        JsonNode list = inspect(era, "--method", "tools/list");
        assertThat(
                        StreamSupport.stream(list.at("/result/tools").spliterator(), false)
                                .map(tool -> tool.path("name").textValue()))
                .contains("get_client_overview", "calculate_health_score", "get_job");
        JsonNode call =
                inspect(
                        era,
                        "--method",
                        "tools/call",
                        "--tool-name",
                        "get_client_overview",
                        "--tool-args-json",
                        "{\"client_id\": \"acme corp\", \"sections\": [\"revenue\"]}");
        assertThat(call.at("/result/structuredContent/client/client_name").textValue())
                .isEqualTo("Acme Corp");
    }

    /** The Inspector declares the tasks extension, gets a task, and polls it until its end. */
    @Test
    void theInspectorFollowsATaskToItsResult() {
        JsonNode call =
                inspect(
                        "modern",
                        "--method",
                        "tools/call",
                        "--tool-name",
                        "calculate_health_score",
                        "--tool-args-json",
                        "{\"save\": false, \"wait_seconds\": 0}");
        assertThat(call.at("/result/structuredContent/scored_count").asInt())
                .as("%s", call)
                .isPositive();
    }

    @Test
    void theJavaClientListsReadsAndCalls() {
        URI url = product.url();
        HttpClientStreamableHttpTransport transport =
                HttpClientStreamableHttpTransport.builder(url.resolve("/").toString())
                        .endpoint(url.getPath())
                        .requestBuilder(
                                HttpRequest.newBuilder()
                                        .header("Authorization", "Bearer " + product.key()))
                        .build();
        try (McpSyncClient client = McpClient.sync(transport).build()) {
            client.initialize();
            assertThat(client.listTools().tools()).hasSizeGreaterThan(5);
            CallToolResult result =
                    client.callTool(
                            CallToolRequest.builder("list_clients")
                                    .arguments(Map.of("limit", 3))
                                    .build());
            assertThat(result.isError()).isFalse();
            assertThat(Json.tree(result.structuredContent()).path("items")).hasSize(3);
            assertThat(client.listPrompts().prompts()).isNotEmpty();
            assertThat(
                            client.readResource(
                                            ReadResourceRequest.builder("portfolio://health")
                                                    .build())
                                    .contents())
                    .hasSize(1);
        }
    }

    @Test
    void theInspectorFindsNoFaultInTheToolList() {
        NpmPrograms.Result strict = inspector("modern", "--method", "tools/list", "--strict");
        assertThat(strict.status()).as(strict.output()).isZero();
    }

    private static JsonNode inspect(String era, String... arguments) {
        NpmPrograms.Result result = inspector(era, arguments);
        assertThat(result.status()).as(result.output()).isZero();
        return Json.read(result.output().substring(result.output().indexOf('{')), JsonNode.class);
    }

    private static NpmPrograms.Result inspector(String era, String... arguments) {
        String[] all = new String[9 + arguments.length];
        String[] fixed = {
            "--cli",
            product.url().toString(),
            "--transport",
            "http",
            "--protocol-era",
            era,
            "--header",
            "Authorization: Bearer " + product.key(),
            "--format=json"
        };
        System.arraycopy(fixed, 0, all, 0, fixed.length);
        System.arraycopy(arguments, 0, all, fixed.length, arguments.length);
        return PROGRAMS.run(home, "mcp-inspector", all);
    }
}
