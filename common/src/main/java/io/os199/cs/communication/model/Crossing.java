package io.os199.cs.communication.model;

/** How a figure passes a threshold: a score below or above it, a rate that drops or rises by as much. */
public enum Crossing {
    BELOW,
    ABOVE,
    DROP,
    RISE;

    /** Whether it is a score's, else a rate's. */
    public boolean isOfScore() {
        return this == BELOW || this == ABOVE;
    }
}
