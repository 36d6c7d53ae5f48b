package io.os199.cs.core;

/** What an update did besides changing fields. */
public record Effect(Kind effect, String detail) {
    /** The kinds, as {@code tools/core.md} names them, and what became of dates that were not sent. */
    public enum Kind {
        ARR_MOVEMENT,
        RENEWAL_MOVED,
        DATES_MOVED,
        CONTRACT_CREATED,
        CONTACT_CREATED,
        CONTACT_CHANGED,
        CONTACT_LEFT,
        PAYMENT_CHANGED,
        FEATURES_AVAILABLE
    }
}
