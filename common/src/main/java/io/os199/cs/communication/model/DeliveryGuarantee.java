package io.os199.cs.communication.model;

/**
 * What happens to a message of which it is unknown whether the provider has it: its worker died while sending it, or the
 * provider's response was lost or unclear.
 */
public enum DeliveryGuarantee {
    /** It is never sent again automatically. */
    AT_MOST_ONCE,
    /** It is sent once more, and may arrive twice. */
    AT_LEAST_ONCE
}
