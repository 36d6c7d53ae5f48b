package io.os199.cs.communication.model;

/** How a figure passes a threshold: a score falls below or rises above it, a rate drops or rises by that much. */
public enum Crossing {
    BELOW,
    ABOVE,
    DROP,
    RISE;

    /** Whether it applies to a score, else to a rate. */
    public boolean isOfScore() {
        return this == BELOW || this == ABOVE;
    }
}
