package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Catalogue;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.mcp.served.ServedPrompt;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code prompts/list} and {@code prompts/get}. */
final class PromptMethods {
    private final Map<String, ServedPrompt> prompts = new LinkedHashMap<>();

    PromptMethods(Catalogue catalogue) {
        catalogue.prompts().forEach(prompt -> prompts.put(prompt.name(), prompt));
    }

    Outcome list(Exchange exchange) {
        OnePage.check(exchange);
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode listed = result.putArray("prompts");
        prompts.values().stream()
                .filter(prompt -> isVisible(prompt, exchange))
                .map(ServedPrompt::listing)
                .forEach(listed::add);
        return Outcome.of(Cacheable.byCaller(result));
    }

    Outcome get(Exchange exchange) {
        String name = exchange.params().path("name").textValue();
        ServedPrompt prompt = name == null ? null : prompts.get(name);
        if (prompt == null || !isVisible(prompt, exchange)) {
            throw invalid("there is no such prompt; prompts/list has those there are");
        }
        Map<String, String> arguments = arguments(exchange.params().path("arguments"));
        for (String given : arguments.keySet()) {
            if (!prompt.argumentNames().contains(given)) {
                throw invalid(
                        "%s has no such argument; its arguments are: %s"
                                .formatted(name, String.join(", ", prompt.argumentNames())));
            }
        }
        for (String required : prompt.requiredArguments()) {
            if (arguments.getOrDefault(required, "").isBlank()) {
                throw invalid(name + " needs the argument " + required);
            }
        }
        return prompt.get(arguments, exchange);
    }

    private static Map<String, String> arguments(JsonNode sent) {
        if (!sent.isMissingNode() && !sent.isObject()) {
            throw invalid("arguments must be an object of texts");
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        sent.properties()
                .forEach(
                        each -> {
                            if (!each.getValue().isTextual()) {
                                throw invalid("arguments must be an object of texts");
                            }
                            arguments.put(each.getKey(), each.getValue().textValue());
                        });
        return arguments;
    }

    private static boolean isVisible(ServedPrompt prompt, Exchange exchange) {
        return prompt.isVisibleTo(exchange.principal(), exchange.surface());
    }

    private static RpcException invalid(String message) {
        return new RpcException(RpcError.invalidParams(message));
    }
}
