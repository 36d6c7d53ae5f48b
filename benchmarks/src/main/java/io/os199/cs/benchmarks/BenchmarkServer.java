package io.os199.cs.benchmarks;

import com.codahale.metrics.MetricRegistry;

import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Migrations;
import io.os199.cs.platform.database.Partitions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.time.Clock;

import javax.sql.DataSource;

/** A durable PostgreSQL with a migrated, empty database, gone when closed; and the pool that a process would have. */
final class BenchmarkServer implements AutoCloseable {
    /** As {@code config.yml} has it. */
    private static final int CONNECTIONS = 16;

    private final EmbeddedPostgres server;
    private final String url;
    private final ManagedDataSource pool;

    private BenchmarkServer(EmbeddedPostgres server) {
        this.server = server;
        this.url = server.getJdbcUrl("postgres", "postgres");
        this.pool = pool(url);
    }

    static BenchmarkServer start() throws Exception {
        EmbeddedPostgres postgres =
                EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("timezone", "UTC")
                        .start();
        BenchmarkServer server = new BenchmarkServer(postgres);
        Migrations.run(server.direct());
        new Partitions(server.direct(), Clock.systemUTC()).ensureAhead();
        return server;
    }

    DataSource pool() {
        return pool;
    }

    /** For processes of their own. */
    String url() {
        return url;
    }

    /** A new connection for each call. */
    DataSource direct() {
        return DatabaseSignals.direct(url, null, null);
    }

    Database database() {
        return Database.of(pool);
    }

    @Override
    public void close() {
        try {
            pool.stop();
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        }
    }

    private static ManagedDataSource pool(String url) {
        DataSourceFactory factory = new DataSourceFactory();
        factory.setDriverClass("org.postgresql.Driver");
        factory.setUrl(url);
        factory.setInitialSize(2);
        factory.setMinSize(2);
        factory.setMaxSize(CONNECTIONS);
        return factory.build(new MetricRegistry(), "benchmarks");
    }
}
