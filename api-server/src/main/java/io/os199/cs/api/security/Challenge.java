package io.os199.cs.api.security;

import io.os199.cs.platform.config.OAuthConfig;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code WWW-Authenticate} says to a caller without valid credentials, or without the rights for a call (RFC
 * 6750, RFC 9728): where tokens come from, and which scopes to ask for.
 */
public final class Challenge {
    private final @Nullable String metadata;

    public Challenge(OAuthConfig config) {
        this.metadata = config.isConfigured() ? ProtectedResource.of(config).metadata() : null;
    }

    /** Answers a request without anything that could be a credential. */
    void missing(HttpServletResponse response) throws IOException {
        challenge(response, null, null, EnumSet.of(Scope.CS_READ));
        HttpErrors.write(
                response,
                HttpServletResponse.SC_UNAUTHORIZED,
                metadata == null
                        ? "send an API key as Authorization: Bearer <key>"
                        : "send an access token or an API key as Authorization: Bearer <it>");
    }

    /** Answers a request whose credential is not valid. */
    void invalidToken(HttpServletResponse response, String why) throws IOException {
        challenge(response, "invalid_token", why, EnumSet.of(Scope.CS_READ));
        HttpErrors.write(response, HttpServletResponse.SC_UNAUTHORIZED, why);
    }

    /** Answers a request that sent its credential in a forbidden way. */
    void invalidRequest(HttpServletResponse response, String why) throws IOException {
        challenge(response, "invalid_request", why, EnumSet.of(Scope.CS_READ));
        HttpErrors.write(response, HttpServletResponse.SC_BAD_REQUEST, why);
    }

    /**
     * Refuses a known caller without the right: sets the header of the 403 and leaves its body to the caller of this
     * method.
     *
     * @param needed all scopes of the call; those that the principal holds are requested with them, so that a new
     *     token can do what the old one could
     */
    public void insufficientScope(
            HttpServletResponse response, Principal principal, Set<Scope> needed) {
        EnumSet<Scope> asked = EnumSet.copyOf(needed);
        asked.addAll(granted(principal.scopes()));
        challenge(response, "insufficient_scope", "this call needs " + words(needed), asked);
    }

    /** Removes the scopes that another one includes. */
    private static Set<Scope> granted(Set<Scope> scopes) {
        EnumSet<Scope> granted = EnumSet.noneOf(Scope.class);
        granted.addAll(scopes);
        for (Scope scope : scopes) {
            scope.includes().stream().filter(each -> each != scope).forEach(granted::remove);
        }
        return granted;
    }

    private void challenge(
            HttpServletResponse response,
            @Nullable String error,
            @Nullable String description,
            Set<Scope> scopes) {
        List<String> parameters = new ArrayList<>();
        if (error != null) {
            parameters.add("error=\"" + error + '"');
        }
        if (metadata != null || "insufficient_scope".equals(error)) {
            parameters.add("scope=\"" + words(scopes) + '"');
        }
        if (metadata != null) {
            parameters.add("resource_metadata=\"" + metadata + '"');
        }
        if (description != null) {
            parameters.add("error_description=\"" + description + '"');
        }
        response.setHeader("WWW-Authenticate", ("Bearer " + String.join(", ", parameters)).strip());
    }

    private static String words(Set<Scope> scopes) {
        return EnumSet.copyOf(scopes).stream()
                .map(Scope::toString)
                .collect(Collectors.joining(" "));
    }
}
