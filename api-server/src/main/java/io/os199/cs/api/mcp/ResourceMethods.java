package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Catalogue;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.mcp.served.ServedResources;

import java.util.List;

/** {@code resources/list}, {@code resources/templates/list} and {@code resources/read}. */
final class ResourceMethods {
    private static final int LONGEST_URI = 2000;

    private final ServedResources resources;

    ResourceMethods(Catalogue catalogue) {
        this.resources = catalogue.resources();
    }

    Outcome list(Exchange exchange) {
        OnePage.check(exchange);
        return page("resources", resources.list(exchange));
    }

    Outcome templates(Exchange exchange) {
        OnePage.check(exchange);
        return page("resourceTemplates", resources.templates(exchange));
    }

    Outcome read(Exchange exchange) {
        String uri = exchange.params().path("uri").textValue();
        if (uri == null || uri.length() > LONGEST_URI) {
            throw new RpcException(
                    RpcError.invalidParams("uri must be text of at most 2000 characters"));
        }
        Outcome outcome =
                resources
                        .read(uri, exchange)
                        .orElseThrow(
                                () ->
                                        new RpcException(
                                                RpcError.resourceNotFound(
                                                        exchange.isModern(),
                                                        uri,
                                                        "there is no such resource;"
                                                                + " resources/templates/list has"
                                                                + " the forms of their URIs")));
        if (outcome instanceof Outcome.Done(ObjectNode result)) {
            Cacheable.never(result);
        }
        return outcome;
    }

    private static Outcome page(String name, List<ObjectNode> entries) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode listed = result.putArray(name);
        entries.forEach(listed::add);
        return Outcome.of(Cacheable.byCaller(result));
    }
}
