package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.mcp.served.ClientAbilities;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * What a request of revision 2026-07-28 must declare, checked in the order that the specification's conformance suite
 * expects: {@code _meta}, version header, version, then the headers that repeat method and name.
 */
final class ModernGate {
    static final String VERSION_HEADER = "MCP-Protocol-Version";
    private static final String METHOD_HEADER = "Mcp-Method";
    private static final String NAME_HEADER = "Mcp-Name";
    private static final String PREFIX = "io.modelcontextprotocol/";
    private static final String VERSION = PREFIX + "protocolVersion";
    private static final String CAPABILITIES = PREFIX + "clientCapabilities";
    private static final String BASE64 = "=?base64?";
    private static final String BASE64_END = "?=";

    /** The parameter that the header {@code Mcp-Name} repeats, by method. */
    private static final Map<String, String> NAMED =
            Map.of(
                    "tools/call", "name",
                    "prompts/get", "name",
                    "resources/read", "uri",
                    "tasks/get", "taskId",
                    "tasks/update", "taskId",
                    "tasks/cancel", "taskId");

    private ModernGate() {}

    /** Whether a message belongs to the modern era, well-formed or not. */
    static boolean claims(@Nullable String versionHeader, JsonNode body) {
        boolean inMeta = body.path("params").path(Message.META).has(VERSION);
        return inMeta || (versionHeader != null && Revision.isModern(versionHeader.strip()));
    }

    /** Returns what the client of a request that passed can do. */
    static ClientAbilities client(Message message) {
        return new ClientAbilities(message.meta().path(CAPABILITIES));
    }

    /** Accepts a well-formed request; throws {@link RpcException} otherwise. */
    static Revision check(HttpServletRequest request, Message message) {
        JsonNode meta = message.meta();
        String version = requiredVersion(meta);
        if (!meta.path(CAPABILITIES).isObject()) {
            throw new RpcException(
                    RpcError.malformed("params._meta must have the object " + CAPABILITIES));
        }
        String header = header(request, VERSION_HEADER);
        if (!version.equals(header)) {
            throw mismatch(VERSION_HEADER, "params._meta[\"" + VERSION + "\"]");
        }
        Revision revision =
                Revision.find(version)
                        .filter(Revision::isModern)
                        .orElseThrow(
                                () ->
                                        new RpcException(
                                                RpcError.unsupportedVersion(
                                                        version, Revision.supported())));
        if (!message.method().equals(header(request, METHOD_HEADER))) {
            throw mismatch(METHOD_HEADER, "method");
        }
        String parameter = NAMED.get(message.method());
        if (parameter != null) {
            checkName(request, parameter, message.params().path(parameter));
        }
        return revision;
    }

    private static String requiredVersion(JsonNode meta) {
        JsonNode version = meta.path(VERSION);
        if (!version.isTextual()) {
            throw new RpcException(
                    RpcError.malformed("params._meta must have the text " + VERSION));
        }
        return version.textValue();
    }

    private static void checkName(HttpServletRequest request, String parameter, JsonNode value) {
        String sent = header(request, NAME_HEADER);
        if (sent == null || !value.isTextual() || !value.textValue().equals(decoded(sent))) {
            throw mismatch(NAME_HEADER, "params." + parameter);
        }
    }

    /** Decodes a header value: text outside ASCII travels as {@code =?base64?…?=}; absent where that is invalid. */
    static @Nullable String decoded(String value) {
        if (!value.startsWith(BASE64) || !value.endsWith(BASE64_END)) {
            return value;
        }
        String encoded =
                value.substring(
                        BASE64.length(),
                        Math.max(BASE64.length(), value.length() - BASE64_END.length()));
        try {
            if (encoded.length() % 4 != 0) {
                return null;
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException notBase64) {
            return null;
        }
    }

    static @Nullable String header(HttpServletRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? null : value.strip();
    }

    private static RpcException mismatch(String header, String body) {
        return new RpcException(
                RpcError.headerMismatch(
                        "the header " + header + " must be there and equal " + body));
    }
}
