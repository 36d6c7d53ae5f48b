package io.os199.cs.assembly;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.os199.cs.platform.cache.Buckets;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.cache.CacheMetrics;
import io.os199.cs.platform.cache.Redis;
import io.os199.cs.platform.cache.RedisCircuits;
import io.os199.cs.platform.cache.WriteNotes;
import io.os199.cs.platform.config.RedisConfig;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StatementWatch;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.http.SharedCircuits;
import io.os199.cs.platform.metrics.Exposition;
import io.os199.cs.platform.metrics.Probes;
import io.os199.cs.platform.secrets.Login;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.platform.secrets.Secrets;
import io.os199.cs.platform.tracing.Tracing;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

/**
 * What the features are built on.
 *
 * @param dataSource the pool of the primary, for what needs connections rather than transactions
 * @param direct the primary, bypassing any pooler, for the one connection that listens
 * @param tracing where spans go
 * @param secrets the values of fields that may be kept elsewhere
 * @param calls the path by which external services are called
 * @param circuits which of the services fail, as known to all processes together
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
        OutsideCalls calls,
        SharedCircuits circuits,
        PrometheusRegistry metrics,
        Tracing tracing,
        Clock clock) {
    /**
     * Opens the pools, and registers their health checks, probes and metrics.
     *
     * @param statementTimeout the time after which PostgreSQL stops a statement of this process
     */
    public static Platform open(
            ServiceConfiguration configuration,
            Environment environment,
            Clock clock,
            Duration statementTimeout) {
        PrometheusRegistry metrics = Exposition.of(environment);
        Probes.serve(environment);
        Tracing tracing = Tracing.of(configuration.tracing(), environment.getName());
        environment.lifecycle().manage(new AutoCloseableManager(tracing));
        OutsideCalls calls = new OutsideCalls(metrics, tracing);
        Secrets secrets = new Secrets(configuration.secrets(), metrics, calls, clock);
        environment.lifecycle().manage(secrets);
        Redis redis = redis(configuration.redis(), secrets, clock);
        environment.lifecycle().manage(new AutoCloseableManager(redis));
        Duration lag = Databases.lag(configuration);
        Databases databases =
                Databases.open(
                        configuration,
                        environment,
                        secrets,
                        new StatementWatch(metrics, tracing),
                        new WriteNotes(redis, lag),
                        statementTimeout,
                        metrics);
        return new Platform(
                databases.database(),
                databases.primary(),
                databases.direct(),
                new Cache(redis, new CacheMetrics(metrics), tracing, lag),
                new Buckets(redis, clock),
                SealingKeys.sealer(configuration.secrets(), secrets, clock),
                secrets,
                calls,
                new RedisCircuits(redis, clock),
                metrics,
                tracing,
                clock);
    }

    private static Redis redis(RedisConfig config, Secrets secrets, Clock clock) {
        return Redis.at(
                config, Login.of(secrets, "redis", config.user(), config.password()), clock);
    }
}
