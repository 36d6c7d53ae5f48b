package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a call answers on the wire.
 *
 * @param content the output, or {@code {"error": …}} as {@code conventions.md} section 8 shapes it
 */
public record ToolResult(boolean isError, JsonNode content) {}
