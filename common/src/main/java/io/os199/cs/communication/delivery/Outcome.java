package io.os199.cs.communication.delivery;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** What came of handing a mail over. The reasons are for operators, without addresses or texts. */
public sealed interface Outcome {
    /** The provider has it. */
    record Accepted(@Nullable String providerId) implements Outcome {}

    /**
     * It certainly has not, and may take it later: no connection, too many calls, out of order.
     *
     * @param retryAfter that it asked for
     */
    record RefusedForNow(String reason, @Nullable Duration retryAfter) implements Outcome {}

    /** It was not asked, having failed too often lately: no attempt was made. */
    record NotAsked(String reason, Duration after) implements Outcome {}

    /** It will never take this mail. */
    record Invalid(String reason) implements Outcome {}

    /** It does not take mail from us until somebody mends the key or the account. */
    record Unauthorized(String reason) implements Outcome {}

    /** It may have it: the answer was lost, or says nothing of this. */
    record Uncertain(String reason) implements Outcome {}
}
