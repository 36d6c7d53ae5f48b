package io.os199.cs.api.mcp;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.RpcError;

import org.jspecify.annotations.Nullable;

/** Wraps outcomes and errors in JSON-RPC, with what the client's era adds or leaves out. */
final class Envelope {
    private static final JsonPointer META = JsonPointer.compile("/" + Message.META);

    private final ObjectNode serverInfo;
    private final RequestStates states;

    Envelope(ServerIdentity identity, RequestStates states) {
        this.serverInfo = identity.implementation();
        this.states = states;
    }

    ObjectNode modern(Exchange exchange, Outcome outcome) {
        ObjectNode result =
                switch (outcome) {
                    case Outcome.Done(ObjectNode done) -> done.put("resultType", "complete");
                    case Outcome.TaskBegun(ObjectNode task) -> task.put("resultType", "task");
                    case Outcome.InputRequired required -> inputRequired(exchange, required);
                };
        result.withObject(META).set("io.modelcontextprotocol/serverInfo", serverInfo);
        return envelope(exchange, result);
    }

    private ObjectNode inputRequired(Exchange exchange, Outcome.InputRequired required) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("resultType", "input_required");
        ObjectNode requests = result.putObject("inputRequests");
        required.requests()
                .forEach(
                        (key, request) ->
                                requests.putObject(key)
                                        .put("method", request.method())
                                        .set("params", request.params()));
        if (required.state() != null) {
            result.put("requestState", states.seal(exchange, required.state()));
        }
        return result;
    }

    static ObjectNode legacy(Exchange exchange, ObjectNode result) {
        result.remove(Cacheable.TTL);
        result.remove(Cacheable.SCOPE);
        return envelope(exchange, result);
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

    private static ObjectNode envelope(Exchange exchange, ObjectNode result) {
        ObjectNode envelope = envelope(exchange.message().id());
        envelope.set("result", result);
        return envelope;
    }

    private static ObjectNode envelope(@Nullable JsonNode id) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        envelope.set("id", id == null ? JsonNodeFactory.instance.nullNode() : id);
        return envelope;
    }
}
