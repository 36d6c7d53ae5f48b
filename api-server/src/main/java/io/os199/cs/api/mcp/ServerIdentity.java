package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.modelcontextprotocol.spec.McpSchema.Implementation;

/**
 * How the server introduces itself.
 *
 * @param instructions what a model is told once: the parameters and rules that all tools share
 */
public record ServerIdentity(String name, String title, String version, String instructions) {
    ObjectNode implementation() {
        return Wire.MAPPER.valueToTree(Implementation.builder(name, version).title(title).build());
    }
}
