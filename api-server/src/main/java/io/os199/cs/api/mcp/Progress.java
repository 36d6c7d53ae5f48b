package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * The progress of one request, reported to a client that sent a token for it: strictly increasing, and not too often.
 */
final class Progress {
    private static final long BETWEEN_NANOS = Duration.ofMillis(500).toNanos();

    private final Reply reply;
    private final @Nullable JsonNode token;
    private double told = -1;
    private long toldAt;

    Progress(Reply reply, @Nullable JsonNode token) {
        this.reply = reply;
        this.token = token != null && (token.isTextual() || token.isNumber()) ? token : null;
    }

    synchronized void tell(double done, @Nullable Double total, @Nullable String message) {
        long now = System.nanoTime();
        boolean complete = total != null && done >= total;
        boolean soon = told >= 0 && now - toldAt < BETWEEN_NANOS && !complete;
        if (token == null || done <= told || soon) {
            return;
        }
        told = done;
        toldAt = now;
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.set("progressToken", token);
        params.put("progress", done);
        if (total != null) {
            params.put("total", total);
        }
        if (message != null) {
            params.put("message", message);
        }
        reply.send(Exchange.notification("notifications/progress", params));
    }
}
