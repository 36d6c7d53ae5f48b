package io.os199.cs.communication.model;

/** Whether an automation acts. */
public enum AutomationStatus {
    ACTIVE,
    PAUSED,
    /** It wanted to run more often than it may in a day, and waits for a person. */
    PAUSED_BY_LIMIT
}
