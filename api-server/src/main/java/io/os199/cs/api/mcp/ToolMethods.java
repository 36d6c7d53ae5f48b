package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.CallContext;
import io.os199.cs.api.tool.ToolDefinition;
import io.os199.cs.api.tool.ToolRegistry;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.api.tool.ToolRunner;
import io.os199.cs.platform.database.Cancellation;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code tools/list} and {@code tools/call}. */
final class ToolMethods {
    private final ToolRegistry registry;
    private final ToolRunner runner;

    /** The list by rights: it depends on nothing else, so it is written out once for each. */
    private final Map<Set<Scope>, ObjectNode> lists = new ConcurrentHashMap<>();

    ToolMethods(ToolRegistry registry, ToolRunner runner) {
        this.registry = registry;
        this.runner = runner;
    }

    /** All tools that the caller may use, on one page. */
    ObjectNode list(Exchange exchange) {
        JsonNode cursor = exchange.message().params().path("cursor");
        if (!cursor.isMissingNode() && !"".equals(cursor.textValue())) {
            throw new RpcException(
                    RpcError.invalidParams(200, "the list has one page; leave out cursor"));
        }
        return lists.computeIfAbsent(
                        exchange.principal().scopes(), _ -> write(exchange.principal()))
                .deepCopy();
    }

    private ObjectNode write(Principal principal) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        registry.visibleTo(principal).stream()
                .map(ToolListing::of)
                .forEach(result.putArray("tools")::add);
        return Cacheable.byCaller(result);
    }

    ObjectNode call(Exchange exchange) {
        JsonNode params = exchange.message().params();
        String name = params.path("name").textValue();
        ToolDefinition<?, ?> tool =
                registry.find(name == null ? "" : name)
                        .orElseThrow(
                                () ->
                                        new RpcException(
                                                RpcError.invalidParams(
                                                        200, "there is no such tool")));
        Scope scope = tool.info().scope();
        if (!exchange.principal().has(scope)) {
            throw new RpcException(RpcError.insufficientScope(tool.name(), scope.toString()));
        }
        CallContext context =
                new CallContext(
                        exchange.principal(),
                        exchange.requestId(),
                        new Cancellation(),
                        text(exchange.message().meta().path("traceparent")));
        ToolResult result = runner.run(tool, params.get("arguments"), context);
        // The text is the same JSON: some hosts show the model only one of the two.
        TextContent text = TextContent.builder(result.content().toString()).build();
        return ServerIdentity.WIRE.valueToTree(
                new CallToolResult(List.of(text), result.isError(), result.content(), null));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }
}
