package io.os199.cs.core.model;

/** How far a renewal is, the earliest first. */
public enum RenewalStage {
    UPCOMING,
    CONTACTED,
    NEGOTIATING,
    COMMITTED,
    RENEWED,
    LOST;

    /** Whether nothing is decided yet. */
    public boolean isOpen() {
        return this != RENEWED && this != LOST;
    }
}
