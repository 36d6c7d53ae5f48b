package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.testing.ConfigOverride;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;
import io.os199.cs.jobs.TestJobs;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * What the intake of usage events cannot accept now, and when its sender may come again; each over a process of its
 * own.
 */
class UsageLimitsIT {
    private static final String EVENTS = "/v1/events/usage";
    private static final Instant NOW = Clock.systemUTC().instant();

    @Test
    void takes64RequestsAtOnceAndNotOneMore() throws IOException {
        try (RunningApi api = api()) {
            String key = api.key(Scope.CS_INGEST);
            List<HeldRequest> held = new ArrayList<>();
            try {
                for (int i = 0; i < 64; i++) {
                    held.add(HeldRequest.begin(api, key, EVENTS, line("held-" + i)));
                }
                assertRefused(post(api, key, "over"), 429, 1, "too many requests at once");
                for (HeldRequest each : held) {
                    assertThat(each.end()).isEqualTo(200);
                }
            } finally {
                for (HeldRequest each : held) {
                    each.close();
                }
            }
            assertThat(post(api, key, "over").statusCode()).isEqualTo(200);
        }
    }

    /** The first connection it needs is for checking the backlog; after that, the one for the events. */
    @Test
    void waitsOnlyAMomentForAConnection() throws Exception {
        try (RunningApi api = api(ConfigOverride.config("database.maxSize", "2"))) {
            String key = api.key(Scope.CS_INGEST);
            // From here on the key is cached for a while, without a connection to look it up.
            assertThat(api.send(request(api, key).GET().build()).statusCode()).isEqualTo(405);
            String call = "{'client_name': 'Waiting %d'}";
            whileTwoWait(
                    api,
                    "client_names",
                    number -> api.call(api.key(), "register_client", call.formatted(number)),
                    () -> assertBusy(api, key));
            assertThat(post(api, key, "first").statusCode()).isEqualTo(200);
            whileTwoWait(
                    api,
                    "usage_events",
                    number -> post(api, key, "waiting-" + number),
                    () -> assertBusy(api, key));
            assertThat(post(api, key, "busy").statusCode()).isEqualTo(200);
        }
    }

    private static void assertBusy(RunningApi api, String key) {
        assertRefused(post(api, key, "busy"), 429, 1, "the database is busy");
    }

    /**
     * Runs {@code meanwhile} while two requests occupy both connections of the process, waiting for a lock on {@code
     * table}.
     */
    private static void whileTwoWait(
            RunningApi api, String table, IntFunction<?> request, Runnable meanwhile)
            throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2);
                Handle owner = api.testDatabase().jdbi().open()) {
            owner.begin();
            owner.execute("lock table " + table + " in access exclusive mode");
            List<Future<?>> waiting =
                    List.of(
                            threads.submit(() -> request.apply(1)),
                            threads.submit(() -> request.apply(2)));
            TestJobs.until(() -> waitingCount(api) == 2);
            meanwhile.run();
            owner.rollback();
            for (Future<?> each : waiting) {
                each.get();
            }
        }
    }

    private static int waitingCount(RunningApi api) {
        return api.testDatabase()
                .jdbi()
                .withHandle(
                        db ->
                                db.createQuery(
                                                "select count(*) from pg_stat_activity where"
                                                        + " datname = current_database() and"
                                                        + " wait_event_type = 'Lock'")
                                        .mapTo(Integer.class)
                                        .one());
    }

    /** A process relies for some seconds on what it saw, so another one sees what this one's event adds. */
    @Test
    void takesNothingWhileMoreThan200000DaysWaitForTheirRollup() {
        try (RunningApi api = api();
                RunningApi later = api.replica()) {
            api.testDatabase()
                    .jdbi()
                    .useHandle(
                            db ->
                                    db.execute(
                                            """
                                            insert into usage_dirty_days (client_id, day, marked_at)
                                            select 'client_' || n / 100, date '2026-01-01' + n % 100, now()
                                            from generate_series(200, 200199) n
                                            """));
            String key = api.key(Scope.CS_INGEST);
            assertThat(post(api, key, "the last").statusCode()).isEqualTo(200);
            assertRefused(post(later, key, "over"), 429, 30, "too many days wait for their rollup");
        }
    }

    /** Of six requests a minute, two may come at once. */
    @Test
    void aKeySendsAsFastAsItMay() {
        try (RunningApi api = api()) {
            String slow =
                    new ApiKeys(api.database(), Clock.systemUTC())
                            .create("slow", EnumSet.of(Scope.CS_INGEST), 6, null)
                            .secret();
            assertThat(post(api, slow, "first").statusCode()).isEqualTo(200);
            assertThat(post(api, slow, "second").statusCode()).isEqualTo(200);
            HttpResponse<String> third = post(api, slow, "third");
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.body()).contains("too many requests of this key");
            assertThat(Integer.parseInt(third.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 10);
            assertThat(post(api, api.key(Scope.CS_INGEST), "third").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whoStopsLetsNobodyInAndTakesWhatIsIn() throws IOException {
        try (RunningApi api = api(ConfigOverride.config("drain", "1ms"))) {
            String key = api.key(Scope.CS_INGEST);
            assertThat(admin(api, "/ready")).isEqualTo(200);
            List<Integer> ended = new ArrayList<>();
            try (HeldRequest held = HeldRequest.begin(api, key, EVENTS, line("held"))) {
                api.whenStopping(
                        () -> {
                            assertThat(admin(api, "/ready")).isEqualTo(500);
                            assertThat(admin(api, "/health")).isEqualTo(200);
                            assertThatThrownBy(() -> post(api, key, "late"))
                                    .as("whom a balancer sends elsewhere")
                                    .hasMessageContaining("received no bytes");
                            ended.add(end(held));
                        });
                api.stop();
            }
            assertThat(ended).containsExactly(200);
            List<String> stored =
                    api.testDatabase()
                            .jdbi()
                            .withHandle(
                                    db ->
                                            db.createQuery("select event_id from usage_events")
                                                    .mapTo(String.class)
                                                    .list());
            assertThat(stored).containsExactly("held");
        }
    }

    private static int admin(RunningApi api, String path) {
        URI address = URI.create("http://localhost:" + api.adminPort() + path);
        return api.send(HttpRequest.newBuilder(address).build()).statusCode();
    }

    private static int end(HeldRequest held) {
        try {
            return held.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RunningApi api(ConfigOverride... overrides) {
        RunningApi api = new RunningApi(overrides);
        api.testDatabase()
                .jdbi()
                .useHandle(
                        db ->
                                db.createScript(
                                                """
                                                insert into client_names (client_id, name) values ('client_1', 'Acme');
                                                insert into clients (client_id, name, company_name)
                                                values ('client_1', 'Acme', 'Acme');
                                                """)
                                        .execute());
        return api;
    }

    private static void assertRefused(
            HttpResponse<String> answer, int status, int retryAfter, String why) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Retry-After"))
                .contains(Integer.toString(retryAfter));
        assertThat(answer.body()).contains(why);
    }

    private static HttpResponse<String> post(RunningApi api, String key, String eventId) {
        return api.send(request(api, key).POST(BodyPublishers.ofString(line(eventId))).build());
    }

    private static HttpRequest.Builder request(RunningApi api, String key) {
        return HttpRequest.newBuilder(api.uri(EVENTS))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/x-ndjson");
    }

    private static String line(String eventId) {
        return "{\"client\":\"client_1\",\"event_id\":\"%s\",\"user_key\":\"ana\",\"event_type\":\"click\",\"occurred_at\":\"%s\"}\n"
                .formatted(eventId, NOW);
    }
}
