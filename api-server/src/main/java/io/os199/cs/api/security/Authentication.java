package io.os199.cs.api.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/** Lets a request through that carries a good key as bearer token, and challenges all others. */
public final class Authentication extends HttpFilter {
    private static final String PRINCIPAL = Principal.class.getName();
    private static final String BEARER = "Bearer ";

    private final ApiKeys keys;

    public Authentication(ApiKeys keys) {
        this.keys = keys;
    }

    /** Who sent a request that went through this filter. */
    public static Principal principalOf(HttpServletRequest request) {
        return (Principal)
                Objects.requireNonNull(
                        request.getAttribute(PRINCIPAL), "the request was not authenticated");
    }

    static boolean hasPrincipal(HttpServletRequest request) {
        return request.getAttribute(PRINCIPAL) != null;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String header = request.getHeader("Authorization");
        Optional<Principal> principal = token(header).flatMap(keys::authenticate);
        if (principal.isPresent()) {
            request.setAttribute(PRINCIPAL, principal.get());
            chain.doFilter(request, response);
            return;
        }
        String error = header == null ? "" : " error=\"invalid_token\"";
        response.setHeader("WWW-Authenticate", "Bearer" + error);
        HttpErrors.write(
                response,
                HttpServletResponse.SC_UNAUTHORIZED,
                header == null
                        ? "send an API key as Authorization: Bearer <key>"
                        : "the API key is unknown, expired or revoked");
    }

    private static Optional<String> token(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(header.substring(BEARER.length()).strip())
                : Optional.empty();
    }
}
