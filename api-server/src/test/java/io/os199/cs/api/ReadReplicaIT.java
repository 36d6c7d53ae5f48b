package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.dropwizard.testing.ConfigOverride;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Grants;
import io.os199.cs.platform.database.Migrations;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.ReplicatedPostgres;
import io.os199.cs.testing.ReplicatedPostgres.Server;
import io.os199.cs.testing.TestRedis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Set;

/** Two API processes over a real replica whose replay is paused. */
final class ReadReplicaIT {
    @TempDir private static Path folder;
    private static ReplicatedPostgres servers;
    private static TestRedis redis;
    private static ApiKeys keys;

    @BeforeAll
    static void start() {
        servers = ReplicatedPostgres.start(folder, ReadReplicaIT::migrate);
        redis = TestRedis.start();
        keys = new ApiKeys(Database.of(owner(servers.primary())), Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        servers.close();
        redis.close();
    }

    @Test
    void aCallerSeesInOneProcessWhatItWroteInAnother() throws Exception {
        try (RunningApi here = api();
                RunningApi there = api()) {
            String writer = keys.create("writer", Set.of(Scope.CS_ADMIN), null);
            String another = keys.create("another", Set.of(Scope.CS_ADMIN), null);
            // A caller that may not write reads through the replica even while Redis is slow to
            // answer.
            String reader = keys.create("reader", Set.of(Scope.CS_READ), null);
            JsonNode first = here.call(writer, "register_client", "{'client_name': 'First'}");
            assertThat(first.path("isError").asBoolean()).as(first.toString()).isFalse();
            awaitOverview(there, reader, "First");
            awaitReadOfReplica(there, reader);

            servers.standby().execute("select pg_wal_replay_pause()");
            try {
                String added = keys.create("added", Set.of(Scope.CS_READ), null);
                here.call(writer, "register_client", "{'client_name': 'Second'}");

                assertThat(overviewError(there, reader, "Second"))
                        .as("through the replica")
                        .isEqualTo("not_found");
                assertThat(overviewError(there, writer, "Second")).isEmpty();
                assertThat(overviewError(here, writer, "Second")).isEmpty();
                assertThat(overviewError(there, added, "First")).as("a new key").isEmpty();
                String tasks = "{'action': 'list_tasks', 'client_id': 'Second'}";
                assertThat(there.call(another, "log_activity", tasks).path("isError").asBoolean())
                        .as("what may write decides on what is there")
                        .isFalse();
            } finally {
                servers.standby().execute("select pg_wal_replay_resume()");
            }
            awaitOverview(there, another, "Second");
        }
    }

    private static void awaitOverview(RunningApi api, String key, String client) throws Exception {
        Await.until(() -> overviewError(api, key, client).isEmpty());
    }

    /** A process reads the primary until it has checked the replica for the first time. */
    private static void awaitReadOfReplica(RunningApi api, String key) throws Exception {
        HttpRequest metrics =
                HttpRequest.newBuilder(
                                URI.create("http://localhost:" + api.adminPort() + "/metrics"))
                        .build();
        Await.until(
                () -> {
                    overviewError(api, key, "First");
                    return api.send(metrics)
                            .body()
                            .lines()
                            .anyMatch(
                                    line ->
                                            line.startsWith("database_reads_total{")
                                                    && line.contains("target=\"replica\""));
                });
    }

    private static String overviewError(RunningApi api, String key, String client) {
        return api.call(key, "get_client_overview", "{'client_id': '" + client + "'}")
                .path("structuredContent")
                .path("error")
                .path("code")
                .asText();
    }

    private static RunningApi api() {
        return RunningApi.over(
                url(servers.primary(), "service"),
                url(servers.standby(), "reader"),
                ConfigOverride.config("readDatabase.maximumLag", "10s"),
                ConfigOverride.config("rateLimits.burstSeconds", "3600"),
                ConfigOverride.config("redis.host", redis.host()),
                ConfigOverride.config("redis.port", Integer.toString(redis.port())));
    }

    private static String url(Server server, String user) {
        return "jdbc:postgresql://" + server.address() + "/postgres?user=" + user;
    }

    private static PGSimpleDataSource owner(Server server) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.ownerUrl());
        return source;
    }

    private static void migrate(Server server) {
        PGSimpleDataSource owner = owner(server);
        server.execute("create role service login; create role reader login");
        Migrations.run(owner);
        try {
            Grants.apply(owner, "service", "reader");
            new Partitions(owner, Clock.systemUTC()).ensureAhead();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
