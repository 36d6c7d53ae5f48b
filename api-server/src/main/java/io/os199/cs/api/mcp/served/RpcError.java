package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.text.Beginning;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A protocol error: the JSON-RPC error, and the HTTP status that it travels with. */
public record RpcError(int httpStatus, int code, String message, @Nullable JsonNode data) {
    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int INVALID_PARAMS = -32602;
    private static final int INTERNAL = -32603;
    private static final int LEGACY_RESOURCE_NOT_FOUND = -32002;
    private static final int HEADER_MISMATCH = -32020;
    private static final int MISSING_CAPABILITY = -32021;
    private static final int UNSUPPORTED_VERSION = -32022;

    public static RpcError parse() {
        return new RpcError(400, PARSE_ERROR, "the body is not JSON", null);
    }

    public static RpcError invalidRequest(String message) {
        return new RpcError(400, INVALID_REQUEST, message, null);
    }

    /** Returns the error for a well-formed request whose parameters cannot be used. */
    public static RpcError invalidParams(String message) {
        return new RpcError(200, INVALID_PARAMS, message, null);
    }

    /** Returns the error for a modern request that does not declare about itself what it must. */
    public static RpcError malformed(String message) {
        return new RpcError(400, INVALID_PARAMS, message, null);
    }

    /** Returns the error for a method that does not exist; the two eras differ in the HTTP status. */
    public static RpcError methodNotFound(boolean modern, String method) {
        String message = "there is no method " + shown(method);
        return new RpcError(modern ? 404 : 200, METHOD_NOT_FOUND, message, null);
    }

    /** Returns the error for a resource that does not exist, or not for this caller: the two get the same answer. */
    public static RpcError resourceNotFound(boolean modern, String uri, String message) {
        int code = modern ? INVALID_PARAMS : LEGACY_RESOURCE_NOT_FOUND;
        return new RpcError(200, code, message, Json.tree(Map.of("uri", shown(uri))));
    }

    public static RpcError headerMismatch(String message) {
        return new RpcError(400, HEADER_MISMATCH, message, null);
    }

    /** Returns the error for a request that needs something of the client which it did not declare. */
    public static RpcError missingCapability(String message, ObjectNode requiredCapabilities) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.set("requiredCapabilities", requiredCapabilities);
        return new RpcError(400, MISSING_CAPABILITY, message, data);
    }

    public static RpcError unsupportedVersion(String requested, List<String> supported) {
        return new RpcError(
                400,
                UNSUPPORTED_VERSION,
                "protocol version not supported; send one of " + String.join(", ", supported),
                Json.tree(Map.of("supported", supported, "requested", shown(requested))));
    }

    /**
     * Returns the error for a caller whose rights are not sufficient; the code is the HTTP status, which no protocol
     * reserves.
     */
    public static RpcError insufficientScope(String what, Collection<String> scopes) {
        return new RpcError(
                403,
                403,
                what + " needs the scope " + String.join(" ", scopes),
                Json.tree(Map.of("scope", String.join(" ", scopes))));
    }

    /**
     * Returns the error for a session that this server did not open for this caller; the client then opens a new one.
     */
    public static RpcError unknownSession() {
        return new RpcError(404, INVALID_REQUEST, "unknown session; initialize again", null);
    }

    /** Returns the error for more than this caller, or this process, can have open at once. */
    public static RpcError tooMany(String message) {
        return new RpcError(429, 429, message, null);
    }

    /** Returns the error for a request that this process could not answer before it stopped. */
    public static RpcError stopping(String message) {
        return new RpcError(503, 503, message, null);
    }

    public static RpcError internal(String requestId) {
        String message = "internal error; correlation id " + requestId;
        return new RpcError(200, INTERNAL, message, null);
    }

    private static String shown(String text) {
        return Beginning.marked(text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]", "?"), 80);
    }
}
