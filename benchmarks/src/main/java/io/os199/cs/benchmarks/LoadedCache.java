package io.os199.cs.benchmarks;

import org.jspecify.annotations.Nullable;

import redis.embedded.RedisServer;

import java.io.IOException;
import java.util.Map;

/** A separate Redis, as {@code config.yml} requires; or none. */
final class LoadedCache implements AutoCloseable {
    private final int port = Deployment.freePort();
    private final @Nullable RedisServer server;

    private LoadedCache(boolean isThere) throws IOException {
        server =
                isThere
                        ? RedisServer.newRedisServer()
                                .port(port)
                                .bind("127.0.0.1")
                                .setting("save \"\"")
                                .setting("appendonly no")
                                .setting("maxmemory 128mb")
                                .setting("maxmemory-policy allkeys-lru")
                                .build()
                        : null;
    }

    static LoadedCache start(boolean isThere) throws IOException {
        LoadedCache cache = new LoadedCache(isThere);
        if (cache.server != null) {
            cache.server.start();
        }
        return cache;
    }

    /** Returns the environment for a process that is to use it. */
    Map<String, String> environment() {
        return server == null
                ? Map.of()
                : Map.of("CS_REDIS_HOST", "127.0.0.1", "CS_REDIS_PORT", Integer.toString(port));
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.stop();
        }
    }
}
