package io.os199.cs.api.mcp;

import io.os199.cs.api.mcp.served.RpcError;

import jakarta.servlet.http.HttpServletResponse;

/** What the headers of a refusal tell the client's authorisation. */
final class Challenges {
    private Challenges() {}

    static void put(Incoming incoming, RpcError error) {
        if (error.httpStatus() == HttpServletResponse.SC_FORBIDDEN && error.data() != null) {
            incoming.response()
                    .setHeader(
                            "WWW-Authenticate",
                            "Bearer error=\"insufficient_scope\", scope=\"%s\""
                                    .formatted(error.data().path("scope").asText()));
        }
    }
}
