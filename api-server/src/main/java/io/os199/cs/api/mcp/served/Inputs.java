package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What a request brings back of what it was asked for.
 *
 * @param responses the client's answers by our keys; whatever a client likes to write
 * @param state as we sealed it for this caller and this request, and not longer ago than it is good
 */
public record Inputs(Map<String, JsonNode> responses, @Nullable String state) {
    public static final Inputs NONE = new Inputs(Map.of(), null);

    /** The answer to one question; absent where it was not answered. */
    public @Nullable JsonNode response(String key) {
        return responses.get(key);
    }
}
