package io.os199.cs.api.security;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A stored key, without its secret, of which only a hash is kept.
 *
 * @param principalId the identity of its holder: the id of the first key from which it came by rotation, else its own
 */
public record ApiKey(
        String keyId,
        String principalId,
        String name,
        List<String> scopes,
        int rateLimitPerMinute,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {

    /** The state of a key at a given moment. */
    public enum State {
        ACTIVE,
        EXPIRED,
        REVOKED
    }

    public State stateAt(Instant now) {
        if (revokedAt != null) {
            return State.REVOKED;
        }
        return expiresAt == null || now.isBefore(expiresAt) ? State.ACTIVE : State.EXPIRED;
    }

    /** Whether the key grants access at that time. */
    public boolean isGoodAt(Instant now) {
        return stateAt(now) == State.ACTIVE;
    }

    Set<Scope> granted() {
        return scopes.stream().map(Scope::parse).collect(Collectors.toUnmodifiableSet());
    }

    Principal principal() {
        Set<Scope> granted = granted();
        return new Principal(principalId, keyId, granted, granted, rateLimitPerMinute);
    }
}
