package io.os199.cs.retention.automation;

/** The status of a rule, which says whether it acts. */
public enum RetentionAutomationStatus {
    ACTIVE,
    PAUSED,
    PAUSED_BY_LIMIT,
    ARCHIVED
}
