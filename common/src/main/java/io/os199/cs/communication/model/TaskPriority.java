package io.os199.cs.communication.model;

/** How much hangs on a task. */
public enum TaskPriority {
    HIGH,
    MEDIUM,
    LOW
}
