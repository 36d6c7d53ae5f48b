package io.os199.cs.platform.cache;

import io.os199.cs.platform.config.RedisConfig;
import io.os199.cs.platform.deadline.WatchedSocket;
import io.os199.cs.platform.secrets.Login;
import io.os199.cs.platform.secrets.Login.Credentials;

import org.jspecify.annotations.Nullable;

import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.providers.PooledConnectionProvider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** The connections to Redis, if one is configured, behind a breaker. A request never throws. */
public final class Redis implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 250;
    private static final int CONNECTIONS = 16;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final @Nullable RedisClient client;
    private final Login login;
    private final Clock clock;
    private final AtomicBoolean renewing = new AtomicBoolean();
    private final Breaker breaker;
    private final RedisRefusals refusals;
    private volatile boolean closed;

    private Redis(@Nullable RedisClient client, Login login, Clock clock) {
        this.client = client;
        this.login = login;
        this.clock = clock;
        this.breaker = new Breaker(clock, PAUSE);
        this.refusals = new RedisRefusals(clock);
        if (client != null) {
            login.onChange(client.getPool()::clear);
        }
    }

    /** Connects on first use, as the configured user; without a configured host, a Redis that never answers. */
    public static Redis at(RedisConfig config, Clock clock) {
        return at(config, Login.fixed(config.user(), config.password()), clock);
    }

    /**
     * Like {@link #at(RedisConfig, Clock)}, but each connection uses the {@code login} that is current when it is
     * made. When the login changes, idle connections are closed.
     */
    public static Redis at(RedisConfig config, Login login, Clock clock) {
        return new Redis(config.isConfigured() ? client(config, login) : null, login, clock);
    }

    /** A Redis that never answers. */
    static Redis none() {
        return new Redis(null, Login.fixed("", ""), Clock.systemUTC());
    }

    boolean isConfigured() {
        return client != null;
    }

    boolean isClosed() {
        return closed;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * Returns Redis's answer; null also when there is no Redis or it does not answer in time, which is {@value
     * #TIMEOUT_MILLIS} ms each for a free connection, for connecting and between bytes of an answer, measured by a
     * {@link WatchedSocket}. After a failure it is not called for five seconds. When it refuses only this command,
     * because it is full or holds something else under the name, the result is null and later calls go on.
     */
    <T> @Nullable T ask(Function<RedisClient, @Nullable T> question) {
        if (client == null || !breaker.allows()) {
            return null;
        }
        try {
            T answer = question.apply(client);
            breaker.succeeded();
            return answer;
        } catch (RuntimeException e) {
            // Also covers responses that no Redis sends: Jedis then fails in whatever way the bytes
            // happen to lead
            // to.
            if (RedisRefusals.isOfOneCommand(e)) {
                breaker.succeeded();
                refusals.log(e);
                return null;
            }
            if (isRefusal(e)) {
                renewLogin();
            }
            breaker.failed(e);
            // The idle connections are as dead as this one; do not try them one by one.
            client.getPool().clear();
            return null;
        }
    }

    private static boolean isRefusal(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JedisAccessControlException) {
                return true;
            }
        }
        return false;
    }

    /** Runs in the background, so that no caller waits: a caller gets its answer faster without Redis. */
    private void renewLogin() {
        Credentials refused = login.current();
        if (login.mayChange() && renewing.compareAndSet(false, true)) {
            Thread.startVirtualThread(
                    () -> {
                        try {
                            boolean _ = login.renew(refused);
                        } finally {
                            renewing.set(false);
                        }
                    });
        }
    }

    private static RedisClient client(RedisConfig config, Login login) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
        DefaultJedisClientConfig.Builder client =
                DefaultJedisClientConfig.builder().timeoutMillis(TIMEOUT_MILLIS);
        if (login.hasPassword()) {
            client.credentialsProvider(() -> credentials(login.current()));
        }
        ConnectionFactory connections =
                ConnectionFactory.builder()
                        .socketFactory(() -> connect(new HostAndPort(config.host(), config.port())))
                        .clientConfig(client.build())
                        .build();
        return RedisClient.builder()
                .connectionProvider(new PooledConnectionProvider(connections, pool))
                .build();
    }

    /** Connects to the first address of the host that accepts. */
    private static Socket connect(HostAndPort server) {
        IOException failure = null;
        try {
            for (InetAddress address : InetAddress.getAllByName(server.getHost())) {
                WatchedSocket socket = new WatchedSocket();
                try {
                    socket.setKeepAlive(true);
                    socket.setTcpNoDelay(true);
                    socket.connect(
                            new InetSocketAddress(address, server.getPort()), TIMEOUT_MILLIS);
                    socket.setSoTimeout(TIMEOUT_MILLIS);
                    return socket;
                } catch (IOException e) {
                    failure = e;
                    socket.close();
                }
            }
        } catch (IOException e) {
            failure = e;
        }
        throw new JedisConnectionException("no connection to " + server + ": " + failure, failure);
    }

    private static RedisCredentials credentials(Credentials as) {
        return new DefaultRedisCredentials(as.user().isEmpty() ? null : as.user(), as.password());
    }

    @Override
    public void close() {
        closed = true;
        if (client != null) {
            client.close();
        }
    }
}
