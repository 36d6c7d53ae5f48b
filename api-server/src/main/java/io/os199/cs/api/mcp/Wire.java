package io.os199.cs.api.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

import io.os199.cs.platform.json.StrictJson;

import java.io.IOException;

/** JSON as it is exchanged with clients. */
final class Wire {
    /** Writes the SDK's records, whose names differ from ours. */
    static final ObjectMapper MAPPER =
            JsonMapper.builder().disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    private static final int DEEPEST = 50;
    private static final ObjectMapper STRICT = StrictJson.mapper(DEEPEST);

    private Wire() {}

    static byte[] bytes(JsonNode message) throws IOException {
        return MAPPER.writeValueAsBytes(message);
    }

    /** Reads a client's message strictly: a repeated key, or text after the message, is an error. */
    static JsonNode read(byte[] body) throws IOException {
        return STRICT.readTree(body);
    }

    /** Sets a value that is written often and never changes, serialized once. */
    static void putWritten(ObjectNode into, String name, JsonNode value) {
        try {
            into.putRawValue(name, new RawValue(MAPPER.writeValueAsString(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
