package io.os199.cs.api.mcp;

import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.security.Authentication;
import io.os199.cs.api.security.Scope;

import jakarta.servlet.http.HttpServletResponse;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Builds the headers of a refusal that tell a client how to authorize itself. */
final class Challenges {
    private Challenges() {}

    static void put(Incoming incoming, RpcError error) {
        if (error.httpStatus() == HttpServletResponse.SC_FORBIDDEN && error.data() != null) {
            Authentication.challengeOf(incoming.request())
                    .insufficientScope(
                            incoming.response(),
                            incoming.principal(),
                            Arrays.stream(error.data().path("scope").asText().split(" "))
                                    .map(Scope::parse)
                                    .collect(Collectors.toSet()));
        }
    }
}
