package io.os199.cs.benchmarks;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/**
 * A call of a tool.
 *
 * @param arguments a JSON object
 */
record ToolCall(String tool, String arguments) {
    static ToolCall ofClient(String tool, String clientId) {
        return new ToolCall(tool, "{\"client_id\":\"%s\"}".formatted(clientId));
    }

    /** Returns the request as a client of 2026-07-28 sends it. */
    HttpRequest to(URI mcp, String key) {
        String body =
                """
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":%s,\
                "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                "io.modelcontextprotocol/clientInfo":{"name":"benchmarks","version":"1"},\
                "io.modelcontextprotocol/clientCapabilities":{}}}}\
                """
                        .formatted(tool, arguments);
        return HttpRequest.newBuilder(mcp)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", tool)
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
