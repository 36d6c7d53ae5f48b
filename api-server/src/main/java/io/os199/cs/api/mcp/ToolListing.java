package io.os199.cs.api.mcp;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.ToolDefinition;
import io.os199.cs.api.tool.ToolInfo;

import java.util.Map;

/** How {@code tools/list} shows a tool. */
final class ToolListing {
    private ToolListing() {}

    static ObjectNode of(ToolDefinition<?, ?> definition) {
        ToolInfo info = definition.info();
        return Wire.MAPPER.valueToTree(
                Tool.builder(info.name(), map(definition.inputSchema()))
                        .title(info.title())
                        .description(info.description())
                        .outputSchema(map(definition.outputSchema()))
                        .annotations(annotations(info))
                        .build());
    }

    private static ToolAnnotations annotations(ToolInfo info) {
        return new ToolAnnotations(
                info.title(),
                info.effect() == Effect.READ,
                info.effect() == Effect.DESTROY,
                info.idempotent(),
                info.openWorld(),
                null);
    }

    private static Map<String, Object> map(ObjectNode schema) {
        return Wire.MAPPER.convertValue(schema, new TypeReference<>() {});
    }
}
