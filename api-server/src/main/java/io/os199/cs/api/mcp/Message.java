package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;

import org.jspecify.annotations.Nullable;

/**
 * One JSON-RPC message of a client: a request, or a notification where {@code id} is absent.
 *
 * @param id text or a whole number
 * @param params an object; empty where none was sent
 */
record Message(@Nullable JsonNode id, String method, JsonNode params) {
    static final String META = "_meta";
    private static final int LONGEST_METHOD = 200;

    /** Reads a message; throws {@link RpcException} if it is not one. */
    static Message of(JsonNode node) {
        if (!node.isObject()) {
            throw invalid("the message is not an object");
        }
        if (!"2.0".equals(node.path("jsonrpc").textValue())) {
            throw invalid("jsonrpc must be \"2.0\"");
        }
        JsonNode id = node.get("id");
        if (id != null && !id.isTextual() && !id.isIntegralNumber()) {
            throw invalid("id must be text or a whole number");
        }
        JsonNode method = node.get("method");
        if (method == null || !method.isTextual() || method.textValue().length() > LONGEST_METHOD) {
            throw invalid("method must be text");
        }
        JsonNode params = node.get("params");
        if (params != null && !params.isObject()) {
            throw invalid("params must be an object");
        }
        return new Message(
                id,
                method.textValue(),
                params == null ? JsonNodeFactory.instance.objectNode() : params);
    }

    /** Returns the id of something that may not even be a message, so that its fault can be answered. */
    static @Nullable JsonNode readableId(JsonNode node) {
        JsonNode id = node.get("id");
        return id != null && (id.isTextual() || id.isIntegralNumber()) ? id : null;
    }

    boolean isNotification() {
        return id == null;
    }

    JsonNode meta() {
        return params.path(META);
    }

    private static RpcException invalid(String why) {
        return new RpcException(RpcError.invalidRequest(why));
    }
}
