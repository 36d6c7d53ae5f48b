package io.os199.cs.assembly;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.cache.CacheMetrics;
import io.os199.cs.platform.cache.Redis;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.secrets.Login;
import io.os199.cs.platform.secrets.Secrets;
import io.os199.cs.platform.tracing.Tracing;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Clock;

/** The answers that a deployment's processes keep, for a command that makes them outdated. */
public final class KeptAnswers implements AutoCloseable {
    private final Redis redis;
    private final Cache cache;

    private KeptAnswers(Redis redis, Cache cache) {
        this.redis = redis;
        this.cache = cache;
    }

    /** Opens the answers in the Redis that the configuration names; there are none where it names none. */
    public static KeptAnswers open(
            ServiceConfiguration configuration, Secrets secrets, Clock clock) {
        var config = configuration.redis();
        Redis redis =
                Redis.at(
                        config,
                        Login.of(secrets, "redis", config.user(), config.password()),
                        clock);
        return new KeptAnswers(
                redis,
                new Cache(
                        redis,
                        new CacheMetrics(new PrometheusRegistry()),
                        Tracing.off(),
                        Databases.lag(configuration)));
    }

    /** Returns what is notified of changes. */
    public ClientAnswers answers() {
        return new ClientAnswers(cache);
    }

    /** Whether Redis has heard of every drop. */
    public boolean isCurrent() {
        return cache.isCurrent();
    }

    @Override
    public void close() {
        redis.close();
    }
}
