package io.os199.cs.api.security;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A stored key, without its secret: only a hash of that is kept. */
public record ApiKey(
        String keyId,
        String name,
        List<String> scopes,
        int rateLimitPerMinute,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {

    boolean isGoodAt(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    Principal principal() {
        Set<Scope> granted = Set.copyOf(scopes.stream().map(Scope::parse).toList());
        return new Principal(keyId, granted, false, rateLimitPerMinute);
    }
}
