package io.os199.cs.platform.cache;

import io.os199.cs.platform.config.RedisConfig;

import org.jspecify.annotations.Nullable;

import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/** The connections to Redis, where one is configured, behind a breaker. Asking never throws. */
public final class Redis implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 250;
    private static final int CONNECTIONS = 16;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final @Nullable RedisClient client;
    private final Breaker breaker;

    private Redis(@Nullable RedisClient client, Clock clock) {
        this.client = client;
        this.breaker = new Breaker(clock, PAUSE);
    }

    /** Connects when first asked; where no host is configured, a Redis that never answers. */
    public static Redis at(RedisConfig config, Clock clock) {
        return new Redis(config.isConfigured() ? client(config) : null, clock);
    }

    /** A Redis that never answers. */
    static Redis none() {
        return new Redis(null, Clock.systemUTC());
    }

    boolean isConfigured() {
        return client != null;
    }

    /** What Redis answers; null also where there is none, or it does not answer. */
    <T> @Nullable T ask(Function<RedisClient, @Nullable T> question) {
        if (client == null || !breaker.allows()) {
            return null;
        }
        try {
            T answer = question.apply(client);
            breaker.succeeded();
            return answer;
        } catch (JedisException e) {
            breaker.failed(e);
            // The connections at rest are as dead as this one; do not try them one by one.
            client.getPool().clear();
            return null;
        }
    }

    private static RedisClient client(RedisConfig config) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
        DefaultJedisClientConfig.Builder client =
                DefaultJedisClientConfig.builder().timeoutMillis(TIMEOUT_MILLIS);
        if (!config.password().isEmpty()) {
            client.password(config.password());
        }
        return RedisClient.builder()
                .hostAndPort(new HostAndPort(config.host(), config.port()))
                .clientConfig(client.build())
                .poolConfig(pool)
                .build();
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
