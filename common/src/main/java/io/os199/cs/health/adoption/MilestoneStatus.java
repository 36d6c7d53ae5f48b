package io.os199.cs.health.adoption;

/** How it stands with a milestone. */
public enum MilestoneStatus {
    ACHIEVED,
    OPEN,
    OVERDUE,
    NOT_APPLICABLE
}
