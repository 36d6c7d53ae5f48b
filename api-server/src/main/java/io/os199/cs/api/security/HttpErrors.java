package io.os199.cs.api.security;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Refusals given before a request is understood, as JSON-RPC errors without an id. */
public final class HttpErrors {
    static final String JSON = "application/json";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final long LARGEST_REST = 8L << 20;
    private static final int BUFFER = 8_192;

    private HttpErrors() {}

    /**
     * Writes status and message; the JSON-RPC code is the HTTP status, which no protocol reserves. It also closes the
     * connection: the body of the request may still be on its way, and a client not told so would send its next
     * request into a connection that is being closed.
     */
    public static void write(HttpServletResponse response, int status, String message)
            throws IOException {
        byte[] bytes = body(status, message);
        response.setHeader("Connection", "close");
        response.setStatus(status);
        response.setContentType(JSON);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /**
     * Writes 413 once the rest of the body has arrived, up to 8 MiB of it: many clients read no answer before they
     * have sent everything, and would find a broken connection instead. A client that asked first whether to send the
     * body has not started sending it.
     */
    public static void tooLarge(
            HttpServletRequest request, HttpServletResponse response, String message)
            throws IOException {
        if (request.getHeader("Expect") == null) {
            InputStream body = request.getInputStream();
            byte[] unread = new byte[BUFFER];
            long left = LARGEST_REST;
            for (int read = body.read(unread); read >= 0 && left > 0; read = body.read(unread)) {
                left -= read;
            }
        }
        write(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, message);
    }

    /** Writes 429, and when to try again. */
    public static void tooManyRequests(HttpServletResponse response, Duration wait, String message)
            throws IOException {
        retryAfter(response, wait);
        write(response, TOO_MANY_REQUESTS, message);
    }

    /** Sets the header that says when to try again. */
    public static void retryAfter(HttpServletResponse response, Duration wait) {
        response.setIntHeader("Retry-After", RateLimit.seconds(wait));
    }

    static byte[] body(int status, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        body.putNull("id");
        body.putObject("error").put("code", status).put("message", message);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
