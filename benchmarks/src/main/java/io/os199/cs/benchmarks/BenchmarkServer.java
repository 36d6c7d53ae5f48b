package io.os199.cs.benchmarks;

import com.codahale.metrics.MetricRegistry;

import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.LoginDataSource;
import io.os199.cs.platform.database.Migrations;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.secrets.Login;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Clock;

import javax.sql.DataSource;

/**
 * A durable PostgreSQL with a migrated, empty database, deleted when closed; and the pool that a process would have.
 * If the environment names another one in {@value #URL}, that one is used as it is, and kept.
 */
final class BenchmarkServer implements AutoCloseable {
    /** The number in {@code config.yml}. */
    private static final int CONNECTIONS = 16;

    private static final String URL = "BENCHMARK_DATABASE_URL";

    private final @Nullable EmbeddedPostgres server;
    private final String url;
    private final ManagedDataSource pool;

    private BenchmarkServer(@Nullable EmbeddedPostgres server, String url) {
        this.server = server;
        this.url = url;
        this.pool = pool(url);
    }

    static BenchmarkServer start() throws Exception {
        String there = System.getenv(URL);
        BenchmarkServer server = there == null ? embedded() : new BenchmarkServer(null, there);
        Migrations.run(server.direct());
        new Partitions(server.direct(), Clock.systemUTC()).ensureAhead();
        return server;
    }

    private static BenchmarkServer embedded() throws IOException {
        EmbeddedPostgres postgres =
                EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("timezone", "UTC")
                        .start();
        return new BenchmarkServer(postgres, postgres.getJdbcUrl("postgres", "postgres"));
    }

    DataSource pool() {
        return pool;
    }

    /** The URL for separate processes. */
    String url() {
        return url;
    }

    /** Returns a data source that opens a new connection for each call. */
    DataSource direct() {
        return LoginDataSource.direct(url, Login.fixed(null, null));
    }

    Database database() {
        return Database.of(pool);
    }

    /** Returns the parent of all PostgreSQL processes; it has to run on this machine. */
    ProcessHandle process() {
        long backend = database().read(tx -> tx.dao(LoadDao.class).backendPid());
        return ProcessHandle.of(backend).flatMap(ProcessHandle::parent).orElseThrow();
    }

    @Override
    public void close() {
        try {
            pool.stop();
            if (server != null) {
                server.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        }
    }

    static ManagedDataSource pool(String url) {
        DataSourceFactory factory = new DataSourceFactory();
        factory.setDriverClass("org.postgresql.Driver");
        factory.setUrl(url);
        factory.setInitialSize(2);
        factory.setMinSize(2);
        factory.setMaxSize(CONNECTIONS);
        return factory.build(new MetricRegistry(), "benchmarks");
    }
}
