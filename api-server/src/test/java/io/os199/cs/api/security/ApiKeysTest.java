package io.os199.cs.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.platform.database.Database;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

class ApiKeysTest {
    private static final Set<Scope> READ = Set.of(Scope.CS_READ);

    private final TestDatabase database = TestDatabase.create();
    private final AtomicInteger connections = new AtomicInteger();

    /** A clock that starts now, because the audit log has partitions for the current months. */
    private final TestClock clock =
            new TestClock(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString());

    private final ApiKeys keys = fresh();

    /** Returns the keys as another replica sees them: with nothing in memory. */
    private ApiKeys fresh() {
        return new ApiKeys(Database.of(counting(database.dataSource())), clock);
    }

    private DataSource counting(DataSource source) {
        return (DataSource)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {DataSource.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("getConnection")) {
                                connections.incrementAndGet();
                            }
                            try {
                                return method.invoke(source, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void knowsTheHolderOfAKey() {
        IssuedKey issued =
                keys.create("nightly export", Set.of(Scope.CS_WRITE, Scope.PII_READ), 42, null);
        Principal principal = keys.authenticate(issued.secret()).orElseThrow();
        assertThat(principal)
                .isEqualTo(
                        new Principal(
                                issued.key().keyId(),
                                Set.of(Scope.CS_READ, Scope.CS_WRITE, Scope.PII_READ),
                                42));
        assertThat(issued.secret()).matches("cs199_[A-Za-z0-9_-]{43}");
        assertThat(issued.toString()).doesNotContain(issued.secret());
    }

    @Test
    void storesNothingThatOpensTheDoor() {
        String secret = keys.create("test", READ, null);
        List<String> rows =
                database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery("select api_keys::text from api_keys")
                                                .mapTo(String.class)
                                                .list());
        assertThat(rows).hasSize(1).noneMatch(row -> row.contains(secret.substring(6, 20)));
    }

    @Test
    void endsAKeyAtItsTime() {
        String secret = keys.create("test", READ, clock.instant().plusSeconds(60));
        clock.advance(Duration.ofSeconds(59));
        assertThat(keys.authenticate(secret)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(keys.authenticate(secret)).isEmpty();
        assertThat(fresh().authenticate(secret)).isEmpty();
        assertThat(keys.list().getFirst().stateAt(clock.instant())).isEqualTo(ApiKey.State.EXPIRED);
    }

    @Test
    void tellsWhenTheFirstKeyInUseEnds() throws IOException {
        PrometheusRegistry registry = new PrometheusRegistry();
        KeyMetrics.register(registry, database.database(), clock);
        keys.create("not used", READ, clock.instant().plus(Duration.ofDays(1)));
        assertThat(scraped(registry)).doesNotContain("expiry_timestamp_seconds ");
        Instant end = clock.instant().plus(Duration.ofDays(20));
        String used = keys.create("used", READ, end);
        assertThat(keys.authenticate(used)).isPresent();
        // A reading is reused for a minute.
        clock.advance(Duration.ofMinutes(2));
        assertThat(scraped(registry))
                .contains("api_key_next_expiry_timestamp_seconds " + (double) end.getEpochSecond());
        clock.advance(Duration.ofDays(8));
        assertThat(scraped(registry)).doesNotContain("expiry_timestamp_seconds ");
    }

    private static String scraped(PrometheusRegistry registry) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void believesAKnownKeyForAWhileWhenTheDatabaseIsGone() {
        AtomicBoolean gone = new AtomicBoolean();
        DataSource source = database.dataSource();
        ApiKeys later = new ApiKeys(Database.of(goneWhen(gone, source)), clock);
        String secret = keys.create("test", READ, null);
        assertThat(later.judge(secret)).isInstanceOf(Verdict.Known.class);
        gone.set(true);
        clock.advance(Duration.ofMinutes(4));
        assertThat(later.judge(secret)).isInstanceOf(Verdict.Known.class);
        clock.advance(Duration.ofMinutes(2));
        assertThat(later.judge(secret)).isInstanceOf(Verdict.Unavailable.class);
        gone.set(false);
        clock.advance(Duration.ofSeconds(6));
        assertThat(later.judge(secret)).isInstanceOf(Verdict.Known.class);
    }

    private static DataSource goneWhen(AtomicBoolean gone, DataSource source) {
        return (DataSource)
                Proxy.newProxyInstance(
                        ApiKeysTest.class.getClassLoader(),
                        new Class<?>[] {DataSource.class},
                        (proxy, method, arguments) -> {
                            if (gone.get()) {
                                throw new SQLException("gone", "08001");
                            }
                            return method.invoke(source, arguments);
                        });
    }

    @Test
    void saysThatItCannotKnowWhileTheDatabaseIsGone() {
        String secret = keys.create("test", READ, null);
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        assertThat(new ApiKeys(Database.of(nowhere), clock).judge(secret))
                .isEqualTo(
                        new Verdict.Unavailable(
                                "the database does not answer", Duration.ofSeconds(5)));
    }

    @Test
    void refusesARevokedKey() {
        IssuedKey issued = keys.create("test", READ, 600, null);
        assertThat(keys.revoke(issued.key().keyId())).isTrue();
        assertThat(fresh().authenticate(issued.secret())).isEmpty();
        assertThat(keys.revoke(issued.key().keyId())).isFalse();
        assertThat(keys.revoke("key_none")).isFalse();
        assertThat(keys.list().getFirst().stateAt(clock.instant())).isEqualTo(ApiKey.State.REVOKED);
    }

    @Test
    void letsTheOldKeyGoOnUntilTheOverlapEnds() {
        Duration lifetime = Duration.ofDays(90);
        IssuedKey old =
                keys.create("test", Set.of(Scope.CS_SEND), 42, clock.instant().plus(lifetime));
        clock.advance(Duration.ofDays(80));
        IssuedKey next = keys.rotate(old.key().keyId(), Duration.ofHours(24)).orElseThrow();

        assertThat(next.secret()).isNotEqualTo(old.secret());
        assertThat(next.key().name()).isEqualTo("test");
        assertThat(next.key().scopes()).containsExactly("cs:send");
        assertThat(next.key().rateLimitPerMinute()).isEqualTo(42);
        assertThat(next.key().expiresAt()).isEqualTo(clock.instant().plus(lifetime));
        clock.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(fresh().authenticate(old.secret())).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(fresh().authenticate(old.secret())).isEmpty();
        assertThat(fresh().authenticate(next.secret())).isPresent();
    }

    @Test
    void hasTheHolderOfARotatedKeyGoOnAsTheSame() {
        IssuedKey first = keys.create("test", READ, 600, null);
        IssuedKey second = keys.rotate(first.key().keyId(), Duration.ofDays(1)).orElseThrow();
        IssuedKey third = keys.rotate(second.key().keyId(), Duration.ofDays(1)).orElseThrow();
        Principal before = keys.authenticate(first.secret()).orElseThrow();
        Principal after = keys.authenticate(third.secret()).orElseThrow();

        assertThat(after.id()).isEqualTo(before.id()).isEqualTo(first.key().keyId());
        // Each key has its own limit, and an end.
        assertThat(after.credential()).isEqualTo(third.key().keyId());
        assertThat(keys.revoke(first.key().keyId())).isTrue();
        assertThat(fresh().authenticate(first.secret())).isEmpty();
        assertThat(fresh().authenticate(third.secret())).contains(after);
    }

    @Test
    void rotatesOnlyWhatIsGoodAndProlongsNothing() {
        Instant soon = clock.instant().plusSeconds(60);
        IssuedKey ending = keys.create("test", READ, 600, soon);
        IssuedKey forever = keys.create("test", READ, 600, null);
        keys.rotate(ending.key().keyId(), Duration.ofDays(1)).orElseThrow();
        assertThat(keys.list().getFirst().expiresAt()).isEqualTo(soon);
        assertThat(
                        keys.rotate(forever.key().keyId(), Duration.ZERO)
                                .orElseThrow()
                                .key()
                                .expiresAt())
                .isNull();
        assertThat(fresh().authenticate(forever.secret())).isEmpty();
        assertThat(keys.rotate(forever.key().keyId(), Duration.ZERO)).isEmpty();
        assertThat(keys.rotate("key_none", Duration.ZERO)).isEmpty();
    }

    @Test
    void notesTheLastUseOnceAMinute() {
        String secret = keys.create("test", READ, null);
        assertThat(keys.list().getFirst().lastUsedAt()).isNull();
        Instant first = clock.instant();
        fresh().authenticate(secret);
        assertThat(keys.list().getFirst().lastUsedAt()).isEqualTo(first);
        clock.advance(Duration.ofSeconds(59));
        fresh().authenticate(secret);
        assertThat(keys.list().getFirst().lastUsedAt()).isEqualTo(first);
        clock.advance(Duration.ofSeconds(2));
        fresh().authenticate(secret);
        assertThat(keys.list().getFirst().lastUsedAt()).isEqualTo(clock.instant());
    }

    @Test
    void keepsGuessesFromTheDatabase() {
        String good = keys.create("test", READ, null);
        keys.authenticate(good);
        int before = connections.get();
        for (int i = 0; i < 100; i++) {
            assertThat(keys.authenticate("cs199_wrong")).isEmpty();
            assertThat(keys.authenticate("cs199_" + "x".repeat(44))).isEmpty();
            assertThat(keys.authenticate("cs199_" + "x".repeat(43))).isEmpty();
            assertThat(keys.authenticate(good)).isPresent();
        }
        // Only the one in the form of a key is looked up, once, unless 5 s passed meanwhile.
        assertThat(connections.get() - before).isBetween(1, 9);
    }

    @Test
    void writesDownWhatWasDoneToKeys() {
        String id = keys.create("test", READ, 600, null).key().keyId();
        keys.rotate(id, Duration.ZERO);
        keys.revoke(id);
        List<String> actions =
                database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        """
                                                        select action from audit_log
                                                         where principal = 'operator' and :id = any(object_ids)
                                                         order by chain_seq
                                                        """)
                                                .bind("id", id)
                                                .mapTo(String.class)
                                                .list());
        assertThat(actions).containsExactly("create", "rotate", "revoke");
    }
}
