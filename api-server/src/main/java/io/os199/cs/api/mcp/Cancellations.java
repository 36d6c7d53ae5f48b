package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.database.Cancellation;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The legacy requests in progress in this process, so that {@code notifications/cancelled} stops one and suppresses
 * its answer, whichever replica receives it. (A modern client cancels by closing the stream.)
 */
final class Cancellations {
    private static final String CHANNEL = "mcp_cancel";

    private final Bus bus;
    private final Map<String, Cancellation> underWay = new ConcurrentHashMap<>();

    Cancellations(Bus bus) {
        this.bus = bus;
        bus.on(CHANNEL, this::arrived);
    }

    /** A request that can be cancelled until it is closed. */
    interface Entry extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Registers a request. Without a session it cannot be cancelled: nothing distinguishes one client's request 1
     * from another's.
     */
    Entry enter(@Nullable Session session, Exchange exchange) {
        JsonNode id = exchange.message().id();
        if (session == null || id == null) {
            return () -> {};
        }
        String key = key(session, id);
        underWay.put(key, exchange.cancellation());
        return () -> underWay.remove(key, exchange.cancellation());
    }

    /** Cancels the request of this session that {@code params.requestId} names, wherever it runs. */
    void cancel(@Nullable Session session, JsonNode params) {
        JsonNode id = params.path("requestId");
        if (session == null || !(id.isTextual() || id.isIntegralNumber())) {
            return;
        }
        String key = key(session, id);
        boolean fits = key.getBytes(StandardCharsets.UTF_8).length <= Bus.LONGEST;
        if (!arrived(key) && fits) {
            bus.publish(CHANNEL, key);
        }
    }

    private boolean arrived(String key) {
        Cancellation running = underWay.get(key);
        if (running != null) {
            running.withdraw();
        }
        return running != null;
    }

    private static String key(Session session, JsonNode id) {
        return session.id() + ' ' + id;
    }
}
