package io.os199.cs.api.tools.core;

import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.cache.CacheMetrics;
import io.os199.cs.platform.cache.Redis;
import io.os199.cs.platform.config.RedisConfig;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jdbi.v3.core.Jdbi;

/** The read tools of core over a database of their own, at noon on 2026-07-01. */
final class CoreToolsFixture implements AutoCloseable {
    final TestDatabase server = TestDatabase.create();
    final Jdbi jdbi = server.jdbi();
    final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    final Database database = server.database();
    final ToolFixture tools = new ToolFixture(database, clock);
    final Cursors cursors = new Cursors(new Sealer("a key of sixteen bytes"), clock);
    private final Redis redis;
    final ClientAnswers answers;
    final GetClientOverview overview;
    final ListClients list;
    final GetClientTimeline timeline;

    /** Opens the tools; without a Redis host nothing is cached. */
    CoreToolsFixture(String redisHost, int redisPort) {
        redis = Redis.at(new RedisConfig(redisHost, redisPort, ""), clock);
        answers =
                new ClientAnswers(
                        new Cache(
                                redis, new CacheMetrics(new PrometheusRegistry()), Tracing.off()));
        overview = new GetClientOverview(database, new ClientDirectory(), answers);
        list = new ListClients(database, answers, cursors);
        timeline = new GetClientTimeline(database, new ClientDirectory(), answers, cursors);
    }

    CoreToolsFixture() {
        this("", 6379);
    }

    /** Adds a client that was registered at {@code createdAt}, with this ARR. */
    void client(String id, String name, String arr, String createdAt) {
        run("insert into client_names (client_id, name) values (?, ?)", id, name);
        run(
                """
                insert into clients (client_id, name, company_name, contract_value, created_at)
                values (?, ?, ?, ?::numeric, ?::timestamptz)
                """,
                id,
                name,
                name,
                arr,
                createdAt);
    }

    /** Deletes all clients, and their rows in tables without foreign keys. */
    void clear() {
        run(
                "truncate client_names, segments, usage_daily_users, usage_daily_features,"
                        + " usage_user_features cascade");
    }

    void run(String sql, Object... values) {
        jdbi.useHandle(handle -> handle.execute(sql, values));
    }

    @Override
    public void close() {
        redis.close();
        server.close();
    }
}
