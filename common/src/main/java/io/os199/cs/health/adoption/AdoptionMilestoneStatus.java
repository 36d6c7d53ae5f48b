package io.os199.cs.health.adoption;

/** The status of a milestone. */
public enum AdoptionMilestoneStatus {
    ACHIEVED,
    OPEN,
    OVERDUE,
    NOT_APPLICABLE
}
