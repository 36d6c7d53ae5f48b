package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** A protocol error: the JSON-RPC error, and the HTTP status that it travels with. */
record RpcError(int httpStatus, int code, String message, @Nullable JsonNode data) {
    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int INVALID_PARAMS = -32602;
    private static final int HEADER_MISMATCH = -32020;
    private static final int UNSUPPORTED_VERSION = -32022;

    static RpcError parse() {
        return new RpcError(400, PARSE_ERROR, "the body is not JSON", null);
    }

    static RpcError invalidRequest(String message) {
        return new RpcError(400, INVALID_REQUEST, message, null);
    }

    /** A request whose parameters cannot be used; {@code httpStatus} differs by place and era. */
    static RpcError invalidParams(int httpStatus, String message) {
        return new RpcError(httpStatus, INVALID_PARAMS, message, null);
    }

    static RpcError methodNotFound(Revision revision, String method) {
        int status = revision.isModern() ? 404 : 200;
        return new RpcError(status, METHOD_NOT_FOUND, "there is no method " + shown(method), null);
    }

    static RpcError headerMismatch(String message) {
        return new RpcError(400, HEADER_MISMATCH, message, null);
    }

    static RpcError unsupportedVersion(String requested) {
        List<String> supported = Revision.supported();
        return new RpcError(
                400,
                UNSUPPORTED_VERSION,
                "protocol version not supported; send one of " + String.join(", ", supported),
                Json.tree(Map.of("supported", supported, "requested", shown(requested))));
    }

    /** The caller's rights do not reach the tool; the code is the HTTP status, which nobody reserves. */
    static RpcError insufficientScope(String tool, String scope) {
        return new RpcError(
                403, 403, tool + " needs the scope " + scope, Json.tree(Map.of("scope", scope)));
    }

    /** A session that this server did not open for this caller: the client opens a new one. */
    static RpcError unknownSession() {
        return new RpcError(404, INVALID_REQUEST, "unknown session; initialize again", null);
    }

    private static String shown(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }
}
