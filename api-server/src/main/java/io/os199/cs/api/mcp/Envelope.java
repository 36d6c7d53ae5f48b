package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

/** Puts results and errors into JSON-RPC, with what the era of the client adds or leaves out. */
final class Envelope {
    private final ServerIdentity identity;

    Envelope(ServerIdentity identity) {
        this.identity = identity;
    }

    ObjectNode result(Exchange exchange, ObjectNode result) {
        if (exchange.revision().isModern()) {
            result.put("resultType", "complete");
            result.withObject("/" + Message.META)
                    .set("io.modelcontextprotocol/serverInfo", identity.implementation());
        } else {
            result.remove(Cacheable.TTL);
            result.remove(Cacheable.SCOPE);
        }
        ObjectNode envelope = envelope(exchange.message().id());
        envelope.set("result", result);
        return envelope;
    }

    static ObjectNode error(@Nullable JsonNode id, RpcError error) {
        ObjectNode envelope = envelope(id);
        ObjectNode body = envelope.putObject("error");
        body.put("code", error.code()).put("message", error.message());
        if (error.data() != null) {
            body.set("data", error.data());
        }
        return envelope;
    }

    private static ObjectNode envelope(@Nullable JsonNode id) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        envelope.set("id", id == null ? JsonNodeFactory.instance.nullNode() : id);
        return envelope;
    }
}
