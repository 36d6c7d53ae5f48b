package io.os199.cs.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * API keys: 256 random bits, of which only the SHA-256 is stored. A key that was found good is
 * trusted for {@link #TRUSTED_FOR}, so a revoked one stops working within that time.
 */
public final class ApiKeys {
    private static final String PREFIX = "cs199_";
    private static final int SECRET_BYTES = 32;
    private static final int LONGEST = 200;
    private static final Duration TRUSTED_FOR = Duration.ofSeconds(5);

    private final Database database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, ApiKey> trusted =
            Caffeine.newBuilder().expireAfterWrite(TRUSTED_FOR).maximumSize(10_000).build();

    public ApiKeys(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes a key and answers it; it cannot be shown again.
     *
     * @param name for people; not secret
     * @param expiresAt absent: good until it is revoked
     */
    public String create(String name, Set<Scope> scopes, @Nullable Instant expiresAt) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        database.write(
                transaction -> {
                    transaction
                            .dao(ApiKeyDao.class)
                            .insert(
                                    TypeId.next("key"),
                                    name,
                                    sha256(secret),
                                    scopes.stream().map(WireName::of).sorted().toList(),
                                    Principal.CALLS_PER_MINUTE,
                                    expiresAt);
                    return secret;
                });
        return secret;
    }

    /** Who holds this secret; empty when it is no good key. */
    public Optional<Principal> authenticate(String secret) {
        if (!secret.startsWith(PREFIX) || secret.length() > LONGEST) {
            return Optional.empty();
        }
        String hash = sha256(secret);
        Instant now = clock.instant();
        ApiKey key = trusted.getIfPresent(hash);
        if (key == null) {
            Optional<ApiKey> found =
                    database.read(transaction -> transaction.dao(ApiKeyDao.class).findByHash(hash));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            key = found.get();
            trusted.put(hash, key);
            noteUse(key, now);
        }
        return key.isGoodAt(now) ? Optional.of(key.principal()) : Optional.empty();
    }

    private void noteUse(ApiKey key, Instant now) {
        if (key.lastUsedAt() == null
                || key.lastUsedAt().isBefore(now.minus(Duration.ofMinutes(1)))) {
            database.write(
                    transaction -> {
                        transaction.dao(ApiKeyDao.class).touch(key.keyId(), now);
                        return key;
                    });
        }
    }

    static String sha256(String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
