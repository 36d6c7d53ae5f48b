package io.os199.cs.api.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Lets a request through if its header carries a valid bearer credential, and challenges all others. */
public final class Authentication extends HttpFilter {
    private static final String PRINCIPAL = Principal.class.getName();
    private static final String CHALLENGE = Challenge.class.getName();
    private static final String BEARER = "Bearer ";
    private static final Pattern TOKEN_IN_QUERY = Pattern.compile("(^|&)access_token=");

    private final transient List<Credentials> accepted;
    private final transient Challenge challenge;

    public Authentication(List<Credentials> accepted, Challenge challenge) {
        this.accepted = List.copyOf(accepted);
        this.challenge = challenge;
    }

    /** Returns who sent a request that passed this filter. */
    public static Principal principalOf(HttpServletRequest request) {
        return (Principal) attribute(request, PRINCIPAL);
    }

    /** Returns how to ask the sender of such a request for more rights. */
    public static Challenge challengeOf(HttpServletRequest request) {
        return (Challenge) attribute(request, CHALLENGE);
    }

    private static Object attribute(HttpServletRequest request, String name) {
        return Objects.requireNonNull(
                request.getAttribute(name), "the request was not authenticated");
    }

    static boolean hasPrincipal(HttpServletRequest request) {
        return request.getAttribute(PRINCIPAL) != null;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String query = request.getQueryString();
        if (query != null && TOKEN_IN_QUERY.matcher(query).find()) {
            challenge.invalidRequest(
                    response, "send the token in the Authorization header, never in the address");
            return;
        }
        Optional<String> bearer = bearer(request.getHeader("Authorization"));
        if (bearer.isEmpty()) {
            challenge.missing(response);
            return;
        }
        switch (judge(bearer.get())) {
            case Verdict.Known(Principal principal) -> {
                request.setAttribute(PRINCIPAL, principal);
                request.setAttribute(CHALLENGE, challenge);
                chain.doFilter(request, response);
            }
            case Verdict.Refused(String why) -> challenge.invalidToken(response, why);
            case Verdict.Unavailable unavailable -> {
                response.setHeader(
                        "Retry-After", Long.toString(unavailable.retryAfter().toSeconds()));
                HttpErrors.write(
                        response,
                        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                        unavailable.why() + "; try again later");
            }
        }
    }

    private Verdict judge(String bearer) {
        return accepted.stream()
                .filter(credentials -> credentials.recognises(bearer))
                .findFirst()
                .map(credentials -> credentials.judge(bearer))
                .orElseGet(
                        () -> new Verdict.Refused("what was sent is nothing that is taken here"));
    }

    private static Optional<String> bearer(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(header.substring(BEARER.length()).strip())
                : Optional.empty();
    }
}
