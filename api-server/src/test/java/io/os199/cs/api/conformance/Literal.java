package io.os199.cs.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.platform.json.Json;

import java.util.Arrays;

/** JSON written in the source, with single quotes for double ones. */
final class Literal {
    /** A PNG of one red pixel. */
    static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

    private Literal() {}

    static ObjectNode object(String json) {
        return Json.read(json.replace('\'', '"'), ObjectNode.class);
    }

    /** Returns one block of text content. */
    static ObjectNode text(String text) {
        return object("{'type': 'text'}").put("text", text);
    }

    static ObjectNode image() {
        return object("{'type': 'image', 'mimeType': 'image/png'}").put("data", PNG);
    }

    static ObjectNode resource(String uri, String mimeType, String text) {
        ObjectNode block = object("{'type': 'resource'}");
        block.putObject("resource").put("uri", uri).put("mimeType", mimeType).put("text", text);
        return block;
    }

    /** Returns the result of a tool call. */
    static ObjectNode result(JsonNode... blocks) {
        ArrayNode content = JsonNodeFactory.instance.arrayNode().addAll(Arrays.asList(blocks));
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set("content", content);
        return result;
    }

    static ObjectNode result(String text) {
        return result(text(text));
    }

    static ObjectNode failure(String text) {
        return result(text).put("isError", true);
    }
}
