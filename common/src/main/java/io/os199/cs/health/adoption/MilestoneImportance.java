package io.os199.cs.health.adoption;

/** The importance of a milestone, highest first. */
public enum MilestoneImportance {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW;

    /** Whether a client that misses it is stuck, and a client that reaches it is congratulated. */
    public boolean isPressing() {
        return this == CRITICAL || this == HIGH;
    }
}
