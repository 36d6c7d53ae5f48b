package io.os199.cs.communication.event;

/** Which mail an address no longer gets, and why. */
public record Suppression(Scope scope, Reason reason) {
    /** The mail that is suppressed. */
    public enum Scope {
        ALL,
        MARKETING
    }

    /** The reason; of two for one scope, the one later in this list is kept. */
    public enum Reason {
        UNSUBSCRIBE,
        INVALID_ADDRESS,
        HARD_BOUNCE,
        COMPLAINT
    }
}
