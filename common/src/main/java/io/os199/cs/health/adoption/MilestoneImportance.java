package io.os199.cs.health.adoption;

/** How much a milestone matters, most first. */
public enum MilestoneImportance {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW;

    /** Whether a client that misses it is stuck, and one that reaches it is congratulated. */
    public boolean isPressing() {
        return this == CRITICAL || this == HIGH;
    }
}
