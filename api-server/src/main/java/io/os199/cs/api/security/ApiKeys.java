package io.os199.cs.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.database.BusyException;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.secrets.Sha256;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * API keys: 256 random bits, of which only the SHA-256 is stored. A looked-up key is trusted for {@link
 * #BELIEVED_FOR}, so a revoked one stops working within that time. While the database does not answer, a known key
 * goes on working for {@link #KEPT_FOR}: nobody could revoke it in that time either.
 *
 * <p>Guesses cost little: what does not have the form of a key never reaches the database, an unknown key that is
 * repeated is refused from memory, and at most {@link #LOOKUPS} are looked up at once.
 */
public final class ApiKeys implements Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
    private static final String PREFIX = "cs199_";
    private static final int SECRET_BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final Duration BELIEVED_FOR = Duration.ofSeconds(5);
    private static final Duration KEPT_FOR = Duration.ofMinutes(5);
    private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);
    private static final int LOOKUPS = 8;
    private static final Duration AGAIN_PATIENCE = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LOOKUP_PATIENCE = Duration.ofSeconds(5);

    /** The actor in the audit log for what commands do to keys. */
    private static final String OPERATOR = "operator";

    private final Database database;
    private final Clock clock;
    private final AuditLog auditLog;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore lookups = new Semaphore(LOOKUPS);
    private final Cache<String, Known> found = cache(KEPT_FOR);
    private final Cache<String, Boolean> unknown = cache(BELIEVED_FOR);

    /** @param until when it is to be looked up again */
    private record Known(ApiKey key, Instant readAt, Instant until) {
        static Known read(ApiKey key, Instant now) {
            return new Known(key, now, now.plus(BELIEVED_FOR));
        }
    }

    public ApiKeys(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.auditLog = new AuditLog(clock);
    }

    private static <T> Cache<String, T> cache(Duration kept) {
        return Caffeine.newBuilder().expireAfterWrite(kept).maximumSize(10_000).build();
    }

    /**
     * Creates a key with the usual limit and returns its secret, which cannot be shown again.
     *
     * @param name for people; not secret
     * @param expiresAt absent: valid until it is revoked
     */
    public String create(String name, Set<Scope> scopes, @Nullable Instant expiresAt) {
        return create(name, scopes, Principal.CALLS_PER_MINUTE, expiresAt).secret();
    }

    /** Does the same as {@link #create(String, Set, Instant)}, with a limit of its own. */
    public IssuedKey create(
            String name, Set<Scope> scopes, int callsPerMinute, @Nullable Instant expiresAt) {
        return database.write(
                transaction -> {
                    IssuedKey issued =
                            issue(transaction, null, name, scopes, callsPerMinute, expiresAt);
                    audit(transaction, "create", issued.key().keyId());
                    return issued;
                });
    }

    /** Returns all keys, the oldest first. */
    public List<ApiKey> list() {
        return database.write(transaction -> transaction.dao(ApiKeyDao.class).list());
    }

    /**
     * Creates a successor with the principal, name, rights, limit and lifetime of a key, which itself ends after
     * {@code overlap}; empty if there is no such valid key. Its holder keeps the same identity: jobs, sessions and
     * idempotency keys stay theirs.
     */
    public Optional<IssuedKey> rotate(String keyId, Duration overlap) {
        return database.write(
                transaction -> {
                    ApiKeyDao dao = transaction.dao(ApiKeyDao.class);
                    Instant now = now();
                    Optional<ApiKey> old = dao.lock(keyId).filter(key -> key.isGoodAt(now));
                    return old.map(key -> succeed(transaction, key, now, overlap));
                });
    }

    private IssuedKey succeed(Transaction transaction, ApiKey old, Instant now, Duration overlap) {
        Instant end = now.plus(overlap);
        Instant oldEnd = old.expiresAt();
        if (oldEnd == null || end.isBefore(oldEnd)) {
            transaction.dao(ApiKeyDao.class).expire(old.keyId(), end, now);
        }
        IssuedKey successor =
                issue(
                        transaction,
                        old.principalId(),
                        old.name(),
                        old.granted(),
                        old.rateLimitPerMinute(),
                        oldEnd == null
                                ? null
                                : now.plus(Duration.between(old.createdAt(), oldEnd)));
        audit(transaction, "rotate", old.keyId(), successor.key().keyId());
        return successor;
    }

    /** Ends a key now; returns false if there is no such key, or it is already revoked. */
    public boolean revoke(String keyId) {
        return database.write(
                transaction -> {
                    boolean revoked = transaction.dao(ApiKeyDao.class).revoke(keyId, now());
                    if (revoked) {
                        audit(transaction, "revoke", keyId);
                    }
                    return revoked;
                });
    }

    /** @param principalId absent if the key is the first of its principal */
    private IssuedKey issue(
            Transaction transaction,
            @Nullable String principalId,
            String name,
            Set<Scope> scopes,
            int callsPerMinute,
            @Nullable Instant expiresAt) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        List<String> words = scopes.stream().map(WireName::of).sorted().toList();
        String keyId = TypeId.next("key");
        ApiKey key =
                new ApiKey(
                        keyId,
                        Objects.requireNonNullElse(principalId, keyId),
                        name,
                        words,
                        callsPerMinute,
                        now(),
                        expiresAt,
                        null,
                        null);
        transaction.dao(ApiKeyDao.class).insert(key, Sha256.hex(secret));
        return new IssuedKey(key, secret);
    }

    private void audit(Transaction transaction, String action, String... keyIds) {
        auditLog.record(
                transaction,
                new AuditEntry(OPERATOR, "api-key", action, List.of(keyIds), "ok", null));
    }

    private Instant now() {
        return StoredTime.now(clock);
    }

    /** Returns who holds this secret; empty if it is not a valid key. */
    public Optional<Principal> authenticate(String secret) {
        return judge(secret) instanceof Verdict.Known(Principal principal)
                ? Optional.of(principal)
                : Optional.empty();
    }

    @Override
    public boolean recognises(String bearer) {
        return bearer.startsWith(PREFIX);
    }

    @Override
    public Verdict judge(String bearer) {
        if (!FORM.matcher(bearer).matches()) {
            return refused();
        }
        String hash = Sha256.hex(bearer);
        Verdict believed = believed(hash);
        if (believed != null) {
            return believed;
        }
        Known known = found.getIfPresent(hash);
        if (known != null) {
            return again(hash, known);
        }
        try {
            if (!lookups.tryAcquire(LOOKUP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Verdict.Unavailable("too many keys to look up", SOON);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Verdict.Unavailable("the server is stopping", SOON);
        }
        try {
            // Those who waited behind a look-up of the same key use its result.
            Verdict since = believed(hash);
            return since == null ? lookUp(hash) : since;
        } catch (BusyException e) {
            return new Verdict.Unavailable("the database is busy", SOON);
        } catch (RuntimeException e) {
            if (!Database.isUnavailable(e)) {
                throw e;
            }
            LOG.warn("a key could not be looked up: {}", e.toString());
            return new Verdict.Unavailable("the database does not answer", SOON);
        } finally {
            lookups.release();
        }
    }

    /** Looks up a known key again, for a moment at most; while one request does so, others trust what is known. */
    private Verdict again(String hash, Known known) {
        found.put(hash, new Known(known.key(), known.readAt(), now().plus(BELIEVED_FOR)));
        FutureTask<Verdict> lookUp = new FutureTask<>(() -> lookUp(hash));
        Thread.ofVirtual().name("key-look-up").start(lookUp);
        try {
            return lookUp.get(AGAIN_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return stale(known, e);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RuntimeException failure)) {
                throw new IllegalStateException(e.getCause());
            }
            if (!(failure instanceof BusyException) && !Database.isUnavailable(failure)) {
                throw failure;
            }
            return stale(known, failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Verdict.Unavailable("the server is stopping", SOON);
        }
    }

    private Verdict stale(Known known, Exception why) {
        LOG.warn("{} could not be looked up again: {}", known.key().keyId(), why.toString());
        return known.readAt().plus(KEPT_FOR).isAfter(now())
                ? verdict(known.key())
                : new Verdict.Unavailable("the database does not answer", SOON);
    }

    private @Nullable Verdict believed(String hash) {
        Known known = found.getIfPresent(hash);
        if (known != null) {
            return known.until().isAfter(clock.instant()) ? verdict(known.key()) : null;
        }
        return unknown.getIfPresent(hash) == null ? null : refused();
    }

    private Verdict lookUp(String hash) {
        // A key just created or revoked takes effect at once.
        Optional<ApiKey> row =
                database.current(transaction -> transaction.dao(ApiKeyDao.class).findByHash(hash));
        if (row.isEmpty()) {
            found.invalidate(hash);
            unknown.put(hash, true);
            return refused();
        }
        found.put(hash, Known.read(row.get(), now()));
        noteUse(row.get());
        return verdict(row.get());
    }

    private Verdict verdict(ApiKey key) {
        return key.isGoodAt(clock.instant()) ? new Verdict.Known(key.principal()) : refused();
    }

    private static Verdict refused() {
        return new Verdict.Refused("the API key is unknown, expired or revoked");
    }

    /** Records a use of a key; a failure does not keep the caller out. */
    private void noteUse(ApiKey key) {
        Instant now = now();
        Instant last = key.lastUsedAt();
        if (!key.isGoodAt(now) || (last != null && last.isAfter(now.minus(TOUCHED_EVERY)))) {
            return;
        }
        try {
            database.write(
                    transaction -> {
                        transaction.dao(ApiKeyDao.class).touch(key.keyId(), now);
                        return key;
                    });
        } catch (RuntimeException e) {
            LOG.warn("the use of {} could not be noted", key.keyId(), e);
        }
    }
}
