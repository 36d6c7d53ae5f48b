package io.os199.cs.platform.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import java.util.List;

/**
 * The MCP endpoint's protection against foreign pages, DNS rebinding and overload.
 *
 * @param allowedHosts host names that a request may be addressed to, without port
 * @param allowedOrigins origins of web pages that may call; a request without an origin does not come from a page
 * @param requestsAtOnce maximum number of requests that a process handles at once; streams do not count
 */
public record McpConfig(
        @NotNull List<String> allowedHosts,
        @NotNull List<String> allowedOrigins,
        @Min(1) @Max(100_000) int requestsAtOnce) {
    static McpConfig local() {
        return new McpConfig(List.of("localhost", "127.0.0.1", "[::1]"), List.of(), 256);
    }
}
