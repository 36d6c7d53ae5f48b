package io.os199.cs.integration;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

/** What an answer of a service outside holds. */
public final class AnswerBody {
    private AnswerBody() {}

    /** The object in it; absent where it holds none. */
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
