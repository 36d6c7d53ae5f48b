package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WrittenJson;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The answer of a call on the wire.
 *
 * @param json the output, or {@code {"error": …}}
 * @param question what a person can be asked so that the call continues when it is repeated with the answer
 * @param jobId of the job that a client that accepts tasks should watch as one
 * @param neededScopes the scopes without which these arguments are refused
 */
public record ToolResult(
        boolean isError,
        WrittenJson json,
        @Nullable Question question,
        @Nullable String jobId,
        List<String> neededScopes) {

    /** Parses {@code json} again. */
    public JsonNode content() {
        return Json.read(json.toString(), JsonNode.class);
    }

    /**
     * A question to a person.
     *
     * @param token stands for what {@code text} shows; returned in a {@link Consent}
     */
    public record Question(String token, String text) {}
}
