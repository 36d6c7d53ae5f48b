package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Catalogue;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.mcp.served.ServedTool;
import io.os199.cs.api.mcp.served.Surface;
import io.os199.cs.api.security.Scope;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code tools/list} and {@code tools/call}. */
final class ToolMethods {
    private final Map<String, ServedTool> tools = new LinkedHashMap<>();

    /** Lists serialized once for each set of visible tools, the only thing that a list depends on. */
    private final Map<List<String>, ObjectNode> lists = new ConcurrentHashMap<>();

    ToolMethods(Catalogue catalogue) {
        catalogue.tools().forEach(tool -> tools.put(tool.name(), tool));
    }

    /** Returns all tools that the caller may use on this path, on one page. */
    Outcome list(Exchange exchange) {
        OnePage.check(exchange);
        List<ServedTool> visible =
                tools.values().stream()
                        .filter(tool -> tool.isOn(exchange.surface()))
                        .filter(tool -> tool.isVisibleTo(exchange.principal()))
                        .toList();
        List<String> names = visible.stream().map(ServedTool::name).toList();
        return Outcome.of(lists.computeIfAbsent(names, _ -> write(visible)).deepCopy());
    }

    private static ObjectNode write(List<ServedTool> visible) {
        ArrayNode listed = JsonNodeFactory.instance.arrayNode();
        visible.forEach(tool -> listed.add(tool.listing()));
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        Wire.putWritten(result, "tools", listed);
        return Cacheable.byCaller(result);
    }

    Outcome call(Exchange exchange) {
        JsonNode params = exchange.params();
        ServedTool tool = find(params.path("name").textValue(), exchange.surface());
        JsonNode arguments = params.get("arguments");
        if (exchange.isModern()) {
            HeaderParameters.check(exchange.incoming().request(), tool, arguments);
        }
        Set<Scope> missing = tool.missing(exchange.principal());
        if (!missing.isEmpty()) {
            tool.refused(arguments, exchange);
            throw new RpcException(
                    RpcError.insufficientScope(
                            tool.name(), missing.stream().map(Scope::toString).sorted().toList()));
        }
        return tool.call(arguments, exchange);
    }

    private ServedTool find(String name, Surface surface) {
        ServedTool tool = name == null ? null : tools.get(name);
        if (tool == null) {
            throw new RpcException(
                    RpcError.invalidParams(
                            "there is no such tool; tools/list has those there are"));
        }
        if (!tool.isOn(surface)) {
            throw new RpcException(
                    RpcError.invalidParams(
                            "this path does not serve "
                                    + tool.name()
                                    + "; the path /mcp has all tools"));
        }
        return tool;
    }
}
