package io.os199.cs.communication.delivery;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** The outcome of handing a mail over. The reasons are for operators, without addresses or texts. */
public sealed interface DeliveryOutcome {
    /** The provider has it. */
    record Accepted(@Nullable String providerId) implements DeliveryOutcome {}

    /**
     * The provider certainly does not have it, but may accept it later: no connection, too many calls, out of order.
     *
     * @param retryAfter the time that it asked for
     */
    record RefusedForNow(String reason, @Nullable Duration retryAfter) implements DeliveryOutcome {}

    /** The provider was not called, since it failed too often lately; no attempt was made. */
    record NotAsked(String reason, Duration after) implements DeliveryOutcome {}

    /** The provider will never accept this mail. */
    record Invalid(String reason) implements DeliveryOutcome {}

    /** The provider accepts no mail from us, or none from this sender, until somebody fixes the key or the account. */
    record Unauthorized(String reason) implements DeliveryOutcome {}

    /** The provider may have it: the response was lost, or does not say. */
    record Uncertain(String reason) implements DeliveryOutcome {}
}
