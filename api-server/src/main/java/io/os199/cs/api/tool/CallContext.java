package io.os199.cs.api.tool;

import io.os199.cs.api.security.Principal;
import io.os199.cs.platform.database.Cancellation;

import org.jspecify.annotations.Nullable;

/**
 * What the transport knows about a call.
 *
 * @param requestId correlates the answer, the log and the audit row
 * @param cancellation stops the call from outside: a client that disconnected, a cancel notification
 * @param repeatKey the idempotency key of a call without one in its arguments: the same when its request is sent
 *     again
 * @param traceParent the W3C trace context that came with the call
 * @param onlyReads whether the call may not write, whatever its tool does
 * @param takesTasks whether the client accepts a task as an answer
 * @param consent a person's answer to what an earlier round of this call asked
 */
public record CallContext(
        Principal principal,
        String requestId,
        Cancellation cancellation,
        @Nullable String repeatKey,
        @Nullable String traceParent,
        boolean onlyReads,
        boolean takesTasks,
        @Nullable Consent consent,
        ProgressListener progress) {

    /** The context of a client that can do nothing but send arguments. */
    public CallContext(Principal principal, String requestId, Cancellation cancellation) {
        this(
                principal,
                requestId,
                cancellation,
                null,
                null,
                false,
                false,
                null,
                (done, total, message) -> {});
    }

    /** Receives the progress of a call. */
    @FunctionalInterface
    public interface ProgressListener {
        void progress(double done, @Nullable Double total, @Nullable String message);
    }
}
