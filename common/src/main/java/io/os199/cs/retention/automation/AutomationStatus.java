package io.os199.cs.retention.automation;

/** Whether a rule acts. */
public enum AutomationStatus {
    ACTIVE,
    PAUSED,
    PAUSED_BY_LIMIT,
    ARCHIVED
}
