package io.os199.cs.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The typical requests of clients of both eras, so that their classes, and what they run often, get into the cache:
 * the greeting, the list, and calls that read and write.
 */
final class TrainingCalls implements AutoCloseable {
    private static final int ROUNDS = 100;
    private static final String LEGACY = "2025-11-25";
    private static final String MODERN = "2026-07-28";
    private static final Pattern CLIENT_ID = Pattern.compile("\"client_id\":\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI mcp;
    private final String key;

    /** A tool with its arguments, in which {@code CLIENT} stands for an id. */
    private record ToolCall(String tool, String arguments) {
        static ToolCall of(String tool, String arguments) {
            return new ToolCall(tool, arguments.replace('\'', '"'));
        }
    }

    private static final List<ToolCall> OFTEN =
            List.of(
                    ToolCall.of("list_clients", "{}"),
                    ToolCall.of("get_client_overview", "{'client_id': 'CLIENT'}"),
                    ToolCall.of("get_client_timeline", "{'client_id': 'CLIENT'}"),
                    ToolCall.of("track_usage_engagement", "{'client_id': 'CLIENT'}"),
                    ToolCall.of("track_feature_adoption", "{'client_id': 'CLIENT'}"),
                    ToolCall.of("calculate_health_score", "{'client_id': 'CLIENT', 'save': false}"),
                    ToolCall.of("segment_customers", "{'segmentation_type': 'health_based'}"),
                    ToolCall.of("manage_lifecycle_stages", "{'action': 'analyze'}"),
                    ToolCall.of("list_jobs", "{}"));

    private static final List<ToolCall> NOW_AND_THEN =
            List.of(
                    ToolCall.of(
                            "log_activity",
                            "{'client_id': 'CLIENT', 'kind': 'call', 'note': 'We spoke.'}"),
                    ToolCall.of("log_activity", "{'action': 'list_tasks'}"),
                    ToolCall.of("calculate_health_score", "{'client_id': 'CLIENT'}"));

    TrainingCalls(URI mcp, String key) {
        this.mcp = mcp;
        this.key = key;
    }

    void make() throws IOException {
        HttpResponse<String> greeting =
                send(
                        legacy(
                                "initialize",
                                """
                                {"protocolVersion":"%s","capabilities":{},"clientInfo":{"name":"training","version":"1"}}\
                                """
                                        .formatted(LEGACY),
                                ""));
        String session = greeting.headers().firstValue("Mcp-Session-Id").orElse("");
        send(legacy("tools/list", "{}", session));
        send(modern("tools/list", "", ""));
        Matcher clients = CLIENT_ID.matcher(call(OFTEN.getFirst(), "").body());
        if (!clients.find()) {
            throw new IOException("there are no clients");
        }
        String client = clients.group(1);
        for (int round = 0; round < ROUNDS; round++) {
            for (ToolCall call : OFTEN) {
                call(call, client);
            }
        }
        for (ToolCall call : NOW_AND_THEN) {
            call(call, client);
        }
        send(
                legacy(
                        "tools/call",
                        "{\"name\":\"get_client_overview\",\"arguments\":{\"client_id\":\"%s\"}}"
                                .formatted(client),
                        session));
    }

    private HttpResponse<String> call(ToolCall call, String client) throws IOException {
        return send(
                modern(
                        "tools/call",
                        "\"name\":\"%s\",\"arguments\":%s,"
                                .formatted(call.tool(), call.arguments().replace("CLIENT", client)),
                        call.tool()));
    }

    private HttpRequest legacy(String method, String params, String session) {
        HttpRequest.Builder request = request(method, params, LEGACY);
        return (session.isEmpty() ? request : request.header("Mcp-Session-Id", session)).build();
    }

    private HttpRequest modern(String method, String params, String name) {
        String meta =
                """
                {%s"_meta":{"io.modelcontextprotocol/protocolVersion":"%s",\
                "io.modelcontextprotocol/clientInfo":{"name":"training","version":"1"},\
                "io.modelcontextprotocol/clientCapabilities":{}}}\
                """
                        .formatted(params, MODERN);
        HttpRequest.Builder request = request(method, meta, MODERN).header("Mcp-Method", method);
        return (name.isEmpty() ? request : request.header("Mcp-Name", name)).build();
    }

    private HttpRequest.Builder request(String method, String params, String version) {
        return HttpRequest.newBuilder(mcp)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", version)
                .POST(
                        BodyPublishers.ofString(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}"
                                        .formatted(method, params)));
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200
                    || response.body().contains("\"isError\":true")
                    || !response.body().contains("\"result\"")) {
                throw new IOException("a call of the training was answered " + response.body());
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
