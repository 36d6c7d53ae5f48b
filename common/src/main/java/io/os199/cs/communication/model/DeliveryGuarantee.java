package io.os199.cs.communication.model;

/** What holds for a message that a worker died with in hand, so that nobody knows whether the provider has it. */
public enum DeliveryGuarantee {
    /** It is never sent again by itself. */
    AT_MOST_ONCE,
    /** It is sent once more, and may arrive twice. */
    AT_LEAST_ONCE
}
