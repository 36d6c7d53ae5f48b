package io.os199.cs.integration;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

/** Reads the body of an external service's answer. */
public final class AnswerBody {
    private AnswerBody() {}

    /** Returns the JSON object in an answer; absent where it holds none. */
    public static @Nullable JsonNode object(VendorAnswer answer) {
        if (!(answer instanceof VendorAnswer.Done done)) {
            return null;
        }
        try {
            JsonNode body = Json.read(done.body(), JsonNode.class);
            return body.isObject() ? body : null;
        } catch (IllegalArgumentException notJson) {
            return null;
        }
    }
}
