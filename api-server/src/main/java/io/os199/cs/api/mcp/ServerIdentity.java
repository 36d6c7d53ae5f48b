package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;

/**
 * What the server says of itself.
 *
 * @param instructions what a model is told once: the parameters and rules that all tools share
 */
public record ServerIdentity(String name, String title, String version, String instructions) {
    /** Writes the SDK's records, whose names are not ours. */
    static final ObjectMapper WIRE =
            JsonMapper.builder().disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    ObjectNode implementation() {
        return WIRE.valueToTree(Implementation.builder(name, version).title(title).build());
    }

    /** The tools of a deployment are fixed at start, so no change is ever announced. */
    ObjectNode capabilities() {
        return WIRE.valueToTree(ServerCapabilities.builder().tools(false).build());
    }
}
