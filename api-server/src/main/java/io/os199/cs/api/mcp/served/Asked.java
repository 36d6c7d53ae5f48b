package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.platform.database.Cancellation;

import org.jspecify.annotations.Nullable;

/** One request in progress, as seen by those who answer it. Lives as long as the request. */
public interface Asked {
    Principal principal();

    Surface surface();

    /** The id that correlates the answer, the log and the audit row. */
    String requestId();

    /** The parameters of the request; an object. */
    JsonNode params();

    /** Whether the client is of the modern era. */
    boolean isModern();

    ClientAbilities client();

    Inputs inputs();

    /** The cancellation, triggered when nobody waits for the answer any longer. */
    Cancellation cancellation();

    /**
     * A key that stays the same when this request is sent again because a proxy lost the process that first had it;
     * absent where none was given.
     */
    @Nullable String repeatKey();

    /** The W3C trace context that came with the request. */
    @Nullable String traceParent();

    /**
     * Reports the progress of its request to a client that asked for it: at most twice a second, and only when it has
     * increased.
     *
     * @param total absent if unknown
     */
    void progress(double done, @Nullable Double total, @Nullable String message);

    /** Sends a notification ahead of the answer. */
    void send(String method, ObjectNode params);
}
