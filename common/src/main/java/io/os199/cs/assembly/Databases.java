package io.os199.cs.assembly;

import com.codahale.metrics.health.HealthCheck;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.jdbi3.JdbiFactory;
import io.os199.cs.platform.config.DatabaseRoles;
import io.os199.cs.platform.config.ReadDatabaseFactory;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Connections;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.LoginDataSource;
import io.os199.cs.platform.database.PoolMetrics;
import io.os199.cs.platform.database.Reads;
import io.os199.cs.platform.database.RecentWrites;
import io.os199.cs.platform.database.ReplicaMonitor;
import io.os199.cs.platform.database.ReplicaReads;
import io.os199.cs.platform.database.ServerProbe;
import io.os199.cs.platform.database.StatementWatch;
import io.os199.cs.platform.database.Statements;
import io.os199.cs.platform.deadline.WatchedSockets;
import io.os199.cs.platform.secrets.Login;
import io.os199.cs.platform.secrets.Secrets;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

/**
 * The connection pools of a process, one per role, with their health checks and metrics, and where its reads go.
 *
 * @param primary the pool of the primary
 * @param direct the primary, bypassing any pooler, with a new connection each time
 */
record Databases(Database database, ManagedDataSource primary, DataSource direct) {
    private static final Logger LOG = LoggerFactory.getLogger(Databases.class);
    private static final String PRIMARY = "database";
    private static final String READS = "read-database";
    private static final int CONNECT_SECONDS = 3;
    private static final int CANCEL_SECONDS = 1;

    /** How much later than PostgreSQL's own statement timeout a server that vanished silently is noticed. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /**
     * How soon a transaction is ended whose process vanished silently, because the rows that it locked hold up
     * others: no work pauses longer than this between two statements.
     */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** The difference that our clocks may have in the time of a lag. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private record Pool(Jdbi jdbi, ManagedDataSource source) {
        DataSourceProxy proxy() {
            return (DataSourceProxy) source;
        }
    }

    /** Returns how long the reads of some process may miss a change; zero where there is no replica. */
    static Duration lag(ServiceConfiguration configuration) {
        Duration lag = configuration.maximumLag();
        return lag.isZero() ? lag : lag.plus(MARGIN);
    }

    static Databases open(
            ServiceConfiguration configuration,
            Environment environment,
            Secrets secrets,
            StatementWatch statements,
            RecentWrites writes,
            Duration statementTimeout,
            PrometheusRegistry metrics) {
        PoolMetrics pools = new PoolMetrics(metrics);
        Login service = login(secrets, "database", configuration.database());
        Pool primary =
                pool(
                        configuration.database(),
                        service,
                        environment,
                        statements,
                        PRIMARY,
                        statementTimeout);
        pools.add(PRIMARY, primary.proxy());
        Connections all = Connections.pooled(primary.jdbi(), primary.proxy());
        Reads reads = Reads.through(all);
        ReadDatabaseFactory readDatabase = configuration.readDatabase();
        ReadDatabaseFactory replica = configuration.replica();
        if (replica != null) {
            // A process starts even without its replica.
            replica.setInitialSize(0);
        }
        if (readDatabase != null) {
            Login reader = login(secrets, "readDatabase", readDatabase);
            Pool pool =
                    pool(readDatabase, reader, environment, statements, READS, statementTimeout);
            pools.add(READS, pool.proxy());
            reads =
                    replica == null
                            ? Reads.through(Connections.pooled(pool.jdbi(), pool.proxy()))
                            : onReplica(
                                    probe(configuration.database(), service),
                                    probe(replica, reader),
                                    replica.maximumLag(),
                                    environment,
                                    all,
                                    pool,
                                    writes,
                                    metrics);
        }
        DatabaseRoles roles =
                configuration.databaseRoles((field, user) -> secrets.secret(field, user).value());
        return new Databases(
                new Database(all, reads, roles.readOnly()),
                primary.source(),
                LoginDataSource.direct(
                        Objects.requireNonNull(configuration.database().getUrl()), service));
    }

    private static Reads onReplica(
            ServerProbe primaryProbe,
            ServerProbe replicaProbe,
            Duration maximumLag,
            Environment environment,
            Connections primary,
            Pool pool,
            RecentWrites writes,
            PrometheusRegistry metrics) {
        Connections replica = Connections.toReplica(pool.jdbi(), pool.proxy());
        ReplicaMonitor monitor =
                new ReplicaMonitor(
                        primaryProbe, replicaProbe, primary, replica, maximumLag, metrics);
        environment.lifecycle().manage(monitor);
        environment.healthChecks().unregister(READS);
        environment.healthChecks().register(READS, new Spare(monitor));
        return new ReplicaReads(primary, replica, monitor, writes, metrics);
    }

    /**
     * A health check that always passes: without its replica a process is as ready as ever, because it reads from the
     * primary.
     */
    private static final class Spare extends HealthCheck {
        private final ReplicaMonitor monitor;

        Spare(ReplicaMonitor monitor) {
            this.monitor = monitor;
        }

        @Override
        protected Result check() {
            return Result.healthy("the replica is " + monitor.state());
        }
    }

    private static ServerProbe probe(DataSourceFactory factory, Login login) {
        return ServerProbe.of(Objects.requireNonNull(factory.getUrl()), login);
    }

    private static Login login(Secrets secrets, String section, DataSourceFactory factory) {
        return Login.of(secrets, section, factory.getUser(), factory.getPassword());
    }

    private static Pool pool(
            DataSourceFactory factory,
            Login login,
            Environment environment,
            StatementWatch statements,
            String name,
            Duration timeout) {
        ManagedDataSource source = source(factory, login, environment, name, timeout);
        Jdbi jdbi = Database.configure(new JdbiFactory().build(environment, factory, source, name));
        Statements.listen(jdbi, statements);
        if (factory.getInitialSize() > 0) {
            connectMeanwhile(source);
        }
        return new Pool(jdbi, source);
    }

    /**
     * Builds a pool. What the server reports about a failed row may be personal data, so it is kept out of messages
     * and logs. The server does not compile statements, because that takes longer than it saves.
     */
    static ManagedDataSource source(
            DataSourceFactory factory,
            Login login,
            Environment environment,
            String name,
            Duration timeout) {
        Map<String, String> properties = factory.getProperties();
        properties.put("logServerErrorDetail", "false");
        properties.putIfAbsent("tcpKeepAlive", "true");
        properties.putIfAbsent("cancelSignalTimeout", Integer.toString(CANCEL_SECONDS));
        properties.putIfAbsent("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.putIfAbsent("socketFactory", WatchedSockets.class.getName());
        properties.putIfAbsent("socketTimeout", Long.toString(timeout.plus(GRACE).toSeconds()));
        Duration pause = timeout.compareTo(LONGEST_PAUSE) < 0 ? timeout : LONGEST_PAUSE;
        factory.setInitializationQuery(
                "set statement_timeout = %d; set idle_in_transaction_session_timeout = %d; set jit = off"
                        .formatted(timeout.toMillis(), pause.toMillis()));
        ManagedDataSource pool = factory.build(environment.metrics(), name);
        LoginDataSource.into((DataSourceProxy) pool, login);
        return pool;
    }

    /**
     * Makes the first connections while the rest is put together. Where that fails, whoever next asks for a
     * connection gets the reason.
     */
    private static void connectMeanwhile(ManagedDataSource pool) {
        Thread.ofPlatform().daemon().name("first-connections").start(() -> connect(pool));
    }

    private static void connect(ManagedDataSource pool) {
        try {
            pool.getConnection().close();
        } catch (SQLException e) {
            LOG.debug("no first connection", e);
        }
    }
}
