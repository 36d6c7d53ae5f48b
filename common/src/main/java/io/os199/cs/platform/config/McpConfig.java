package io.os199.cs.platform.config;

import jakarta.validation.constraints.NotNull;

import java.util.List;

/**
 * The MCP endpoint's guard against foreign pages and rebound names.
 *
 * @param allowedHosts host names that a request may be addressed to, without port
 * @param allowedOrigins origins of web pages that may call; a request without one is no page's
 */
public record McpConfig(@NotNull List<String> allowedHosts, @NotNull List<String> allowedOrigins) {
    static McpConfig local() {
        return new McpConfig(List.of("localhost", "127.0.0.1", "[::1]"), List.of());
    }
}
