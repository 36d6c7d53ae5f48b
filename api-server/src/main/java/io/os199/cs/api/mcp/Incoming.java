package io.os199.cs.api.mcp;

import io.os199.cs.api.mcp.served.Surface;
import io.os199.cs.api.security.Principal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** One POST with one message or several. */
record Incoming(
        HttpServletRequest request,
        HttpServletResponse response,
        Principal principal,
        Surface surface,
        String requestId,
        Reply reply) {}
