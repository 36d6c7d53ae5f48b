package io.os199.cs.api.conformance;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Lends a key to requests without one, as the suite's are. */
final class WithKey extends HttpFilter {
    private final String key;

    WithKey(String key) {
        this.key = key;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(
                request.getHeader("Authorization") == null ? new Lent(request) : request, response);
    }

    private final class Lent extends HttpServletRequestWrapper {
        Lent(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return name.equalsIgnoreCase("Authorization") ? "Bearer " + key : super.getHeader(name);
        }
    }
}
