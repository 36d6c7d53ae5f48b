package io.os199.cs.api.security;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.platform.config.OAuthConfig;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The metadata of the protected resource (RFC 9728), from which a client learns which authorization server to use.
 * The endpoint and all paths below it share one; without issuers there is none.
 */
public final class ResourceMetadata extends HttpServlet {
    /** The path pattern for this servlet. */
    public static final String PATTERN = ProtectedResource.WELL_KNOWN + "/*";

    private static final Duration CACHED_FOR = Duration.ofMinutes(5);

    private final Set<String> paths;
    private final byte @Nullable [] document;

    /** @param endpoint the path of the MCP endpoint in this process, which a proxy may expose under another one */
    public ResourceMetadata(OAuthConfig config, String endpoint) {
        if (config.isConfigured()) {
            ProtectedResource resource = ProtectedResource.of(config);
            this.paths = Set.copyOf(List.of(endpoint, resource.path()));
            this.document = document(resource).toString().getBytes(StandardCharsets.UTF_8);
        } else {
            this.paths = Set.of();
            this.document = null;
        }
    }

    private static ObjectNode document(ProtectedResource resource) {
        ObjectNode document =
                JsonNodeFactory.instance.objectNode().put("resource", resource.uri().toString());
        resource.issuers().forEach(document.putArray("authorization_servers")::add);
        resource.scopes().stream()
                .map(Scope::toString)
                .forEach(document.putArray("scopes_supported")::add);
        document.putArray("bearer_methods_supported").add("header");
        return document.put("resource_name", "199OS Customer Success");
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean isHead = request.getMethod().equals("HEAD");
        String path = Objects.requireNonNullElse(request.getPathInfo(), "");
        if (!isHead && !request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET, HEAD");
            HttpErrors.write(
                    response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "read this by GET");
        } else if (document == null || !isOurs(path)) {
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_NOT_FOUND,
                    document == null
                            ? "this server takes API keys only"
                            : "there is no such protected resource");
        } else {
            response.setContentType("application/json");
            response.setHeader("Cache-Control", "public, max-age=" + CACHED_FOR.toSeconds());
            response.setContentLength(document.length);
            if (!isHead) {
                response.getOutputStream().write(document);
            }
        }
    }

    private boolean isOurs(String path) {
        return path.isEmpty()
                || path.equals("/")
                || paths.stream()
                        .anyMatch(ours -> path.equals(ours) || path.startsWith(ours + "/"));
    }
}
