package io.os199.cs.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.os199.cs.platform.cache.Buckets;
import io.os199.cs.platform.cache.Buckets.Quota;
import io.os199.cs.platform.secrets.Sha256;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Limits how often one address may be refused for lack of a valid key, so that keys cannot be tried or looked up at
 * speed. Stands before whatever authenticates, and counts its 401 answers.
 *
 * <p>A credential that was recently accepted passes in any case: there may be many callers behind one address, and
 * one of them must not lock out the others.
 */
public final class FailedAuthentications extends HttpFilter {
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final Duration KNOWN_FOR = Duration.ofHours(1);

    private final transient Buckets buckets;
    private final transient Clock clock;
    private final int perMinute;
    private final transient Cache<String, Instant> blockedUntil =
            Caffeine.newBuilder().expireAfterWrite(KNOWN_FOR).maximumSize(100_000).build();
    private final transient Cache<String, Boolean> known =
            Caffeine.newBuilder().expireAfterAccess(KNOWN_FOR).maximumSize(10_000).build();

    /** @param perMinute refusals allowed per address; half of them may come at once */
    public FailedAuthentications(int perMinute, Clock clock) {
        this.buckets = Buckets.here(clock);
        this.clock = clock;
        this.perMinute = perMinute;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String address = network(request.getRemoteAddr());
        String credentials = fingerprint(request.getHeader("Authorization"));
        Instant until = blockedUntil.getIfPresent(address);
        Instant now = clock.instant();
        if (until != null && now.isBefore(until) && known.getIfPresent(credentials) == null) {
            HttpErrors.tooManyRequests(
                    response,
                    Duration.between(now, until),
                    "too many requests without a good key from this address");
            return;
        }
        chain.doFilter(request, response);
        if (response.getStatus() == HttpServletResponse.SC_UNAUTHORIZED) {
            known.invalidate(credentials);
            Quota quota = new Quota(address, perMinute, Math.max(1, perMinute / 2));
            buckets.take(List.of(quota))
                    .ifPresent(wait -> blockedUntil.put(address, clock.instant().plus(wait)));
        } else if (Authentication.hasPrincipal(request)) {
            known.put(credentials, true);
        }
    }

    /** Returns the address, or for IPv6 its network, because whoever has one address there has all of them. */
    static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes =
                    InetAddress.ofLiteral(address.replaceAll("[\\[\\]]|%.*", "")).getAddress();
            return bytes.length > IPV6_NETWORK_BYTES
                    ? HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES)
                    : address;
        } catch (IllegalArgumentException notAnAddress) {
            return address;
        }
    }

    private static String fingerprint(@Nullable String credentials) {
        return credentials == null ? "" : Sha256.hex(credentials);
    }
}
