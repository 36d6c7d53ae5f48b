package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WrittenJson;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a call answers on the wire.
 *
 * @param json the output, or {@code {"error": …}} as {@code conventions.md} section 8 shapes it
 * @param question what a person can be asked so that the call, made again with the answer, goes on
 * @param jobId of the job that a client that takes tasks shall watch as one
 * @param neededScopes the rights without which these arguments are refused
 */
public record ToolResult(
        boolean isError,
        WrittenJson json,
        @Nullable Question question,
        @Nullable String jobId,
        List<String> neededScopes) {

    /** {@code json}, read anew. */
    public JsonNode content() {
        return Json.read(json.toString(), JsonNode.class);
    }

    /**
     * A question to a person.
     *
     * @param token stands for what {@code text} shows; to come back in a {@link Consent}
     */
    public record Question(String token, String text) {}
}
