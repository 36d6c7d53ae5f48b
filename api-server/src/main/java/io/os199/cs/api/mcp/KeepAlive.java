package io.os199.cs.api.mcp;

import io.os199.cs.platform.deadline.Alarms;

import java.time.Duration;

/**
 * Turns the answer of a request that takes longer than a moment into a stream, and keeps writing to it, so that no
 * proxy gives up and a client that has gone is noticed.
 */
final class KeepAlive implements AutoCloseable {
    private final Duration first;
    private final Duration then;
    private final Alarms alarms = new Alarms("mcp-keep-alive");

    KeepAlive(Duration first, Duration then) {
        this.first = first;
        this.then = then;
    }

    /** Watches {@code reply} until closed; does nothing if this is closed already. */
    Alarms.Alarm watch(Reply reply) {
        return alarms.every(first, then, reply::keepAlive);
    }

    @Override
    public void close() {
        alarms.close();
    }
}
