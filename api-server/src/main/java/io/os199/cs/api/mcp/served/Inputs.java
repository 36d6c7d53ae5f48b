package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * The answers that a request brings back to our questions.
 *
 * @param responses the client's answers by our keys; their content is unchecked
 * @param state as we sealed it for this caller and this request, and not yet expired
 */
public record Inputs(Map<String, JsonNode> responses, @Nullable String state) {
    public static final Inputs NONE = new Inputs(Map.of(), null);

    /** Returns the answer to one question; absent if it was not answered. */
    public @Nullable JsonNode response(String key) {
        return responses.get(key);
    }
}
