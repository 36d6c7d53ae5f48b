package io.os199.cs.api.security;

import io.os199.cs.platform.config.McpConfig;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses what a hostile web page could make a browser send: requests from an origin that is not allowed (403), and
 * requests addressed to a name that is not ours, such as a rebound DNS name (421). What a browser is meant to send,
 * with a proof of its own in the path, passes.
 */
public final class RequestGuard extends HttpFilter {
    private static final int MISDIRECTED_REQUEST = 421;

    private final Set<String> hosts;
    private final Set<String> origins;
    private final List<String> openPaths;

    /** @param openPaths the path prefixes of requests that any page and name may lead to */
    public RequestGuard(McpConfig config, String... openPaths) {
        this.openPaths = List.of(openPaths);
        this.hosts = lowerCase(config.allowedHosts());
        this.origins = lowerCase(config.allowedOrigins());
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String origin = request.getHeader("Origin");
        if (openPaths.stream().anyMatch(request.getRequestURI()::startsWith)) {
            chain.doFilter(request, response);
        } else if (!hosts.contains(hostOf(request.getHeader("Host")))) {
            HttpErrors.write(
                    response, MISDIRECTED_REQUEST, "the Host header names no host of this server");
        } else if (origin != null && !isAllowed(origin)) {
            HttpErrors.write(response, HttpServletResponse.SC_FORBIDDEN, "origin not allowed");
        } else {
            chain.doFilter(request, response);
        }
    }

    private boolean isAllowed(String origin) {
        return origins.contains(origin.toLowerCase(Locale.ROOT));
    }

    /** Returns the host without its port; {@code [::1]:8080} becomes {@code [::1]}. */
    private static String hostOf(@Nullable String header) {
        if (header == null) {
            return "";
        }
        int colon = header.lastIndexOf(':');
        boolean hasPort = colon > header.lastIndexOf(']');
        return (hasPort ? header.substring(0, colon) : header).toLowerCase(Locale.ROOT);
    }

    private static Set<String> lowerCase(Iterable<String> names) {
        Set<String> all = new HashSet<>();
        names.forEach(name -> all.add(name.toLowerCase(Locale.ROOT)));
        return all;
    }
}
