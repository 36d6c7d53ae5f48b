package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.dropwizard.testing.ConfigOverride;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;
import io.os199.cs.testing.FaultProxy;
import io.os199.cs.testing.FaultProxy.Fault;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The API over a PostgreSQL that hangs, and one that breaks its connections. */
class UnreliableDatabaseIT {
    /** Of list_clients, with the second in which its statement may stop and that in which its connection is given up. */
    private static final Duration DEADLINE = Duration.ofSeconds(5 + 1 + 1);

    private static TestDatabase database;
    private static FaultProxy proxy;
    private static RunningApi api;
    private static String key;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        URI server = URI.create(database.url().substring("jdbc:".length()));
        proxy = FaultProxy.before(server.getHost(), server.getPort());
        String through =
                database.url()
                        .replace(
                                server.getHost() + ":" + server.getPort(),
                                proxy.host() + ":" + proxy.port());
        api =
                RunningApi.over(
                        through, "", ConfigOverride.config("rateLimits.burstSeconds", "3600"));
        key =
                new ApiKeys(database.database(), Clock.systemUTC())
                        .create("test", Set.of(Scope.CS_ADMIN), null);
        assertThat(error()).isEmpty();
    }

    @AfterAll
    static void stop() {
        api.close();
        proxy.close();
        database.close();
    }

    @Test
    void aHungDatabaseHoldsACallUpForItsDeadlineAndAScrapeNotAtAll() {
        assertThat(error()).isEmpty();
        proxy.set(Fault.BLACK_HOLE);
        try {
            assertThat(took(() -> assertThat(error()).isEqualTo("timeout")))
                    .isGreaterThan(Duration.ofSeconds(4))
                    .isLessThan(DEADLINE.plusSeconds(3));
            assertThat(took(() -> assertThat(scrape()).contains("database_connections_active")))
                    .isLessThan(Duration.ofSeconds(3));
        } finally {
            proxy.set(Fault.NONE);
        }
        await(() -> error().isEmpty());
    }

    @Test
    void aLostDatabaseIsSaidToBeSoAndFoundAgain() {
        assertThat(error()).isEmpty();
        proxy.set(Fault.RESET);
        assertThat(error()).isEqualTo("dependency_unavailable");
        proxy.set(Fault.NONE);
        await(() -> error().isEmpty());
    }

    /** The code with which a list is refused; empty for a list. */
    private static String error() {
        JsonNode result = api.call(key, "list_clients", "{}");
        return result.at("/structuredContent/error/code").asText();
    }

    private static String scrape() {
        URI metrics = URI.create("http://localhost:" + api.adminPort() + "/metrics");
        return api.send(HttpRequest.newBuilder(metrics).build()).body();
    }

    private static Duration took(Runnable action) {
        long begun = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static void await(Supplier<Boolean> condition) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.get()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(50_000_000);
        }
    }
}
