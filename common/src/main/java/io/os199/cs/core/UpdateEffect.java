package io.os199.cs.core;

/** An effect of an update besides changed fields. */
public record UpdateEffect(Kind effect, String detail) {
    /** The kinds of effects, including what became of dates that were not sent. */
    public enum Kind {
        ARR_MOVEMENT,
        RENEWAL_MOVED,
        DATES_MOVED,
        CONTRACT_CREATED,
        CONTACT_CREATED,
        CONTACT_CHANGED,
        CONTACT_LEFT,
        PAYMENT_CHANGED,
        FEATURES_AVAILABLE,
        /** Open work of the client stays with who was its CSM. */
        OWNER_KEPT
    }
}
