package io.os199.cs.communication.model;

/** What happens to a message whose worker died while sending it, so that it is unknown whether the provider has it. */
public enum DeliveryGuarantee {
    /** It is never sent again automatically. */
    AT_MOST_ONCE,
    /** It is sent once more, and may arrive twice. */
    AT_LEAST_ONCE
}
