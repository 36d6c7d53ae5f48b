package io.os199.cs.api.security;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Refusals that are given before a request is understood, as JSON-RPC errors without an id. */
public final class HttpErrors {
    private HttpErrors() {}

    /** Writes status and message; the JSON-RPC code is the HTTP status, which no protocol reserves. */
    public static void write(HttpServletResponse response, int status, String message)
            throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        body.putNull("id");
        body.putObject("error").put("code", status).put("message", message);
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
