package io.os199.cs.core.model;

/** The progress of a renewal, earliest stage first. */
public enum RenewalStage {
    UPCOMING,
    CONTACTED,
    NEGOTIATING,
    COMMITTED,
    RENEWED,
    LOST;

    /** Whether it is still undecided. */
    public boolean isOpen() {
        return this != RENEWED && this != LOST;
    }
}
