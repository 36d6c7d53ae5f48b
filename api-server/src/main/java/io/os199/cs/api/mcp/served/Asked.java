package io.os199.cs.api.mcp.served;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.platform.database.Cancellation;

import org.jspecify.annotations.Nullable;

/** One request under way, as those see it who answer it. Lives as long as the request. */
public interface Asked {
    Principal principal();

    Surface surface();

    /** Correlates the answer, the log and the audit row. */
    String requestId();

    /** The parameters of the request; an object. */
    JsonNode params();

    /** Whether the client is of the modern era. */
    boolean isModern();

    ClientAbilities client();

    Inputs inputs();

    /** Is cancelled when nobody waits for the answer any more. */
    Cancellation cancellation();

    /**
     * The same where this request comes again, because a proxy has lost the process that it gave it to first; absent
     * where nobody said.
     */
    @Nullable String repeatKey();

    /** The W3C trace context that came with the request. */
    @Nullable String traceParent();

    /**
     * Tells a client that wants to know how far its request is. Told at most twice a second, and only what
     * is more than before.
     *
     * @param total absent: not known
     */
    void progress(double done, @Nullable Double total, @Nullable String message);

    /** Sends a notification ahead of the answer. */
    void send(String method, ObjectNode params);
}
