package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.mcp.served.ServedTool;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * Arguments that a tool's schema marks with {@code x-mcp-header} are sent a second time as a header {@code
 * Mcp-Param-…}, for proxies that route by them. The two must match.
 */
final class HeaderParameters {
    private static final String MARK = "x-mcp-header";
    private static final String PREFIX = "Mcp-Param-";

    private HeaderParameters() {}

    static void check(HttpServletRequest request, ServedTool tool, @Nullable JsonNode arguments) {
        JsonNode sent = arguments == null ? Wire.MAPPER.createObjectNode() : arguments;
        check(request, tool.listing().path("inputSchema"), sent);
    }

    private static void check(HttpServletRequest request, JsonNode schema, JsonNode sent) {
        schema.path("properties")
                .properties()
                .forEach(
                        property -> {
                            JsonNode declared = property.getValue();
                            JsonNode value = sent.path(property.getKey());
                            if (declared.path(MARK).isTextual()) {
                                check(request, PREFIX + declared.path(MARK).textValue(), value);
                            } else if (declared.path("properties").isObject()) {
                                check(request, declared, value);
                            }
                        });
    }

    private static void check(HttpServletRequest request, String name, JsonNode value) {
        String raw = ModernGate.header(request, name);
        if (value.isMissingNode() || value.isNull()) {
            if (raw != null) {
                throw mismatch(name);
            }
            return;
        }
        String header = raw == null ? null : ModernGate.decoded(raw);
        if (header == null || !agree(header, value)) {
            throw mismatch(name);
        }
    }

    private static boolean agree(String header, JsonNode value) {
        if (!value.isNumber()) {
            return value.isValueNode() && header.equals(value.asText());
        }
        try {
            return new BigDecimal(header).compareTo(value.decimalValue()) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static RpcException mismatch(String name) {
        return new RpcException(
                RpcError.headerMismatch(
                        "the header " + name + " must be there and equal its argument"));
    }
}
