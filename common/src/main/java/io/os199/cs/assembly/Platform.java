package io.os199.cs.assembly;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.os199.cs.platform.cache.Buckets;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.cache.CacheMetrics;
import io.os199.cs.platform.cache.Redis;
import io.os199.cs.platform.cache.WriteNotes;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.DirectConnections;
import io.os199.cs.platform.database.StatementWatch;
import io.os199.cs.platform.metrics.Exposition;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.platform.tracing.Tracing;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;

import javax.sql.DataSource;

/**
 * What the features stand on.
 *
 * @param dataSource the pool of the primary, for what needs connections and not transactions
 * @param direct the primary past any pooler, for the one connection that is listened on
 * @param tracing where spans go
 * @param metrics what {@code /metrics} on the admin port shows
 */
public record Platform(
        Database database,
        ManagedDataSource dataSource,
        DataSource direct,
        Cache cache,
        Buckets buckets,
        Sealer sealer,
        PrometheusRegistry metrics,
        Tracing tracing,
        Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);
    private static final int RANDOM_KEY_BYTES = 32;

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
        Redis redis = Redis.at(configuration.redis(), clock);
        environment.lifecycle().manage(new AutoCloseableManager(redis));
        Duration lag = Databases.lag(configuration);
        Databases databases =
                Databases.open(
                        configuration,
                        environment,
                        new StatementWatch(metrics, tracing),
                        new WriteNotes(redis, lag),
                        statementTimeout,
                        metrics);
        return new Platform(
                databases.database(),
                databases.primary(),
                DirectConnections.to(
                        configuration.database().getUrl(),
                        configuration.database().getUser(),
                        configuration.database().getPassword()),
                new Cache(redis, new CacheMetrics(metrics), tracing, lag),
                new Buckets(redis, clock),
                new Sealer(
                        sealingKey(configuration), configuration.secrets().previousSealingKeys()),
                metrics,
                tracing,
                clock);
    }

    private static String sealingKey(ServiceConfiguration configuration) {
        String configured = configuration.secrets().sealingKey();
        if (!configured.isEmpty()) {
            return configured;
        }
        LOG.warn("secrets.sealingKey is not set: sessions and cursors end with this process");
        byte[] key = new byte[RANDOM_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }
}
