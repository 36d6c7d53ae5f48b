package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Catalogue;
import io.os199.cs.api.mcp.served.Completer;
import io.os199.cs.api.mcp.served.Completer.Completion;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code completion/complete}. */
final class CompletionMethods {
    private static final int LONGEST_VALUE = 500;

    private final Completer completer;

    CompletionMethods(Catalogue catalogue) {
        this.completer = catalogue.completer();
    }

    Outcome complete(Exchange exchange) {
        JsonNode ref = exchange.params().path("ref");
        JsonNode argument = exchange.params().path("argument");
        String name = argument.path("name").textValue();
        String typed = argument.path("value").textValue();
        if (name == null || typed == null || typed.length() > LONGEST_VALUE) {
            throw invalid(
                    "argument must have a name and a value, each a text, of at most 500"
                            + " characters");
        }
        Map<String, String> others = new HashMap<>();
        exchange.params()
                .path("context")
                .path("arguments")
                .properties()
                .forEach(each -> others.put(each.getKey(), each.getValue().asText()));
        return Outcome.of(
                result(
                        found(ref, name, typed, others, exchange)
                                .orElseThrow(
                                        () ->
                                                invalid(
                                                        "there is nothing of that name to complete"
                                                                + " an argument of"))));
    }

    private Optional<Completion> found(
            JsonNode ref, String name, String typed, Map<String, String> others, Exchange asked) {
        String prompt = ref.path("name").textValue();
        String template = ref.path("uri").textValue();
        String type = ref.path("type").asText();
        if (type.equals("ref/prompt") && prompt != null) {
            return completer.ofPrompt(prompt, name, typed, others, asked);
        }
        if (type.equals("ref/resource") && template != null) {
            return completer.ofTemplate(template, name, typed, others, asked);
        }
        throw invalid("ref must be {type: ref/prompt, name} or {type: ref/resource, uri}");
    }

    private static ObjectNode result(Completion completion) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ObjectNode body = result.putObject("completion");
        completion.values().forEach(body.putArray("values")::add);
        if (!completion.hasMore()) {
            body.put("total", completion.values().size());
        }
        body.put("hasMore", completion.hasMore());
        return result;
    }

    private static RpcException invalid(String message) {
        return new RpcException(RpcError.invalidParams(message));
    }
}
