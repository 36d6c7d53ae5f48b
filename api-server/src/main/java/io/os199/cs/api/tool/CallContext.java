package io.os199.cs.api.tool;

import io.os199.cs.api.security.Principal;
import io.os199.cs.platform.database.Cancellation;

import org.jspecify.annotations.Nullable;

/**
 * What the transport knows of a call.
 *
 * @param requestId correlates the answer, the log and the audit row
 * @param cancellation stops the call from outside: a client that went, a cancel notification
 * @param traceParent the W3C trace context that came with the call
 */
public record CallContext(
        Principal principal,
        String requestId,
        Cancellation cancellation,
        @Nullable String traceParent) {}
