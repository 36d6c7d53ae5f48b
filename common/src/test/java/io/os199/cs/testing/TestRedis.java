package io.os199.cs.testing;

import redis.embedded.RedisServer;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A real Redis on a free loopback port, which a test can stop and start. */
public final class TestRedis implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final RedisServer server;
    private final int port;

    private TestRedis(RedisServer server, int port) {
        this.server = server;
        this.port = port;
    }

    public static TestRedis start() {
        for (int attempt = 1; ; attempt++) {
            try {
                return startAt(FreePort.next());
            } catch (IOException e) {
                // Another process was given the port as well and has taken it.
                if (attempt == ATTEMPTS) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static TestRedis startAt(int port) throws IOException {
        RedisServer server =
                RedisServer.newRedisServer()
                        .port(port)
                        .bind("127.0.0.1")
                        .setting("save \"\"")
                        .setting("appendonly no")
                        .build();
        server.start();
        return new TestRedis(server, port);
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** Stops the server; its content is lost. */
    public void stop() {
        close();
    }

    /** Starts the server again on the same port, empty. */
    public void startAgain() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
