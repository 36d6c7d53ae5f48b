package io.os199.cs.platform.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import java.util.List;

/**
 * The MCP endpoint's guard against foreign pages, rebound names and more than the process can do.
 *
 * @param allowedHosts host names that a request may be addressed to, without port
 * @param allowedOrigins origins of web pages that may call; a request without one is no page's
 * @param requestsAtOnce that a process has under way at most; streams do not count
 */
public record McpConfig(
        @NotNull List<String> allowedHosts,
        @NotNull List<String> allowedOrigins,
        @Min(1) @Max(100_000) int requestsAtOnce) {
    static McpConfig local() {
        return new McpConfig(List.of("localhost", "127.0.0.1", "[::1]"), List.of(), 256);
    }
}
