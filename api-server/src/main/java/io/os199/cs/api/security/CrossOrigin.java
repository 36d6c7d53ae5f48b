package io.os199.cs.api.security;

import io.os199.cs.platform.config.McpConfig;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;

/**
 * Tells browsers that pages of the allowed origins may call and read the answer, and answers their preflights. {@link
 * RequestGuard}, before it, has refused every other origin. Browsers send no credentials of their own: a page brings
 * its token.
 */
public final class CrossOrigin extends HttpFilter {
    private static final String ALLOWED_HEADERS =
            "Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Session-Id, Mcp-Method,"
                    + " Mcp-Name, Last-Event-ID";
    private static final String EXPOSED_HEADERS =
            "Mcp-Session-Id, WWW-Authenticate, X-Request-Id, Retry-After";

    private final boolean isOpen;

    public CrossOrigin(McpConfig config) {
        this.isOpen = !config.allowedOrigins().isEmpty();
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isOpen) {
            response.addHeader("Vary", "Origin");
        }
        String origin = request.getHeader("Origin");
        if (!isOpen || origin == null) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("Access-Control-Allow-Origin", origin);
        if (isPreflight(request)) {
            response.setHeader("Access-Control-Allow-Methods", "POST");
            response.setHeader("Access-Control-Allow-Headers", ALLOWED_HEADERS);
            response.setHeader("Access-Control-Max-Age", "3600");
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        response.setHeader("Access-Control-Expose-Headers", EXPOSED_HEADERS);
        chain.doFilter(request, response);
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS")
                && request.getHeader("Access-Control-Request-Method") != null;
    }
}
