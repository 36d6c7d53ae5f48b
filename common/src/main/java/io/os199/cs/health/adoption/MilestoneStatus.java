package io.os199.cs.health.adoption;

/** The status of a milestone. */
public enum MilestoneStatus {
    ACHIEVED,
    OPEN,
    OVERDUE,
    NOT_APPLICABLE
}
