package io.os199.cs.communication.event;

/** Which mail an address gets no more, and why. */
public record Suppression(Scope scope, Reason reason) {
    /** Which mail. */
    public enum Scope {
        ALL,
        MARKETING
    }

    /** Why; of two for one scope the later of these stays. */
    public enum Reason {
        UNSUBSCRIBE,
        INVALID_ADDRESS,
        HARD_BOUNCE,
        COMPLAINT
    }
}
