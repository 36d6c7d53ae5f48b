package io.os199.cs.communication.model;

/** Whether an automation acts. */
public enum AutomationStatus {
    ACTIVE,
    PAUSED,
    /** It would have run more often than its daily limit allows, and waits for a person. */
    PAUSED_BY_LIMIT
}
