package io.os199.cs.assembly;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.jdbi3.JdbiFactory;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.os199.cs.platform.cache.Buckets;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.cache.CacheMetrics;
import io.os199.cs.platform.cache.Redis;
import io.os199.cs.platform.config.DatabaseRoles;
import io.os199.cs.platform.config.RedisConfig;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.LoginDataSource;
import io.os199.cs.platform.database.PoolMetrics;
import io.os199.cs.platform.database.StatementWatch;
import io.os199.cs.platform.metrics.Exposition;
import io.os199.cs.platform.secrets.Login;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.platform.secrets.Secrets;
import io.os199.cs.platform.tracing.Tracing;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.jdbi.v3.core.Jdbi;

import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

/**
 * What the features stand on.
 *
 * @param dataSource the pool of the primary, for what needs connections and not transactions
 * @param direct the primary past any pooler, for the one connection that is listened on
 * @param tracing where spans go
 * @param secrets the values of fields that may be kept elsewhere
 * @param metrics what {@code /metrics} on the admin port shows
 */
public record Platform(
        Database database,
        ManagedDataSource dataSource,
        DataSource direct,
        Cache cache,
        Buckets buckets,
        Sealer sealer,
        Secrets secrets,
        PrometheusRegistry metrics,
        Tracing tracing,
        Clock clock) {
    /**
     * Opens the pools, registers their health checks and metrics.
     *
     * @param statementTimeout after which PostgreSQL stops a statement of this process
     */
    public static Platform open(
            ServiceConfiguration configuration,
            Environment environment,
            Clock clock,
            Duration statementTimeout) {
        PrometheusRegistry metrics = Exposition.of(environment);
        Tracing tracing = Tracing.of(configuration.tracing(), environment.getName());
        environment.lifecycle().manage(new AutoCloseableManager(tracing));
        StatementWatch statements = new StatementWatch(metrics, tracing);
        PoolMetrics pools = new PoolMetrics(metrics);
        Secrets secrets = new Secrets(configuration.secrets(), metrics, clock);
        environment.lifecycle().manage(secrets);
        JdbiFactory factory = new JdbiFactory();
        DataSourceFactory database = configuration.database();
        Login service = login(secrets, "database", database);
        ManagedDataSource primary =
                pool(database, service, environment, "database", statementTimeout);
        pools.add("database", (DataSourceProxy) primary);
        Jdbi jdbi = Database.configure(factory.build(environment, database, primary, "database"));
        jdbi.setSqlLogger(statements);
        Jdbi replica = jdbi;
        DataSourceFactory readDatabase = configuration.readDatabase();
        if (readDatabase != null) {
            ManagedDataSource pool =
                    pool(
                            readDatabase,
                            login(secrets, "readDatabase", readDatabase),
                            environment,
                            "read-database",
                            statementTimeout);
            pools.add("read-database", (DataSourceProxy) pool);
            replica =
                    Database.configure(
                            factory.build(environment, readDatabase, pool, "read-database"));
            replica.setSqlLogger(statements);
        }
        Redis redis = redis(configuration.redis(), secrets, clock);
        environment.lifecycle().manage(new AutoCloseableManager(redis));
        DatabaseRoles roles =
                configuration.databaseRoles((field, user) -> secrets.secret(field, user).value());
        return new Platform(
                new Database(jdbi, replica, roles.readOnly()),
                primary,
                LoginDataSource.direct(database.getUrl(), service),
                new Cache(redis, new CacheMetrics(metrics), tracing),
                new Buckets(redis, clock),
                SealingKeys.sealer(configuration.secrets(), secrets, clock),
                secrets,
                metrics,
                tracing,
                clock);
    }

    /** What the server tells of a failed row may be personal data: not in messages, not in logs. */
    static ManagedDataSource pool(
            DataSourceFactory factory,
            Login login,
            Environment environment,
            String name,
            Duration timeout) {
        factory.getProperties().put("logServerErrorDetail", "false");
        factory.setInitializationQuery("set statement_timeout = " + timeout.toMillis());
        ManagedDataSource pool = factory.build(environment.metrics(), name);
        LoginDataSource.into((DataSourceProxy) pool, login);
        return pool;
    }

    private static Login login(Secrets secrets, String section, DataSourceFactory factory) {
        return Login.of(secrets, section, factory.getUser(), factory.getPassword());
    }

    private static Redis redis(RedisConfig config, Secrets secrets, Clock clock) {
        return Redis.at(
                config, Login.of(secrets, "redis", config.user(), config.password()), clock);
    }
}
