package io.os199.cs.api.tool;

import io.os199.cs.api.security.Principal;
import io.os199.cs.platform.database.Cancellation;

import org.jspecify.annotations.Nullable;

/**
 * What the transport knows of a call.
 *
 * @param requestId correlates the answer, the log and the audit row
 * @param cancellation stops the call from outside: a client that went, a cancel notification
 * @param repeatKey the idempotency key of a call that brings none in its arguments: the same where its request comes again
 * @param traceParent the W3C trace context that came with the call
 * @param onlyReads whether the call may not write, whatever its tool does
 * @param takesTasks whether the client takes a task for an answer
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

    /** Of a client that can do nothing but send arguments. */
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

    /** Is told how far a call is. */
    @FunctionalInterface
    public interface ProgressListener {
        void progress(double done, @Nullable Double total, @Nullable String message);
    }
}
