package io.os199.cs.communication.model;

/** How much depends on a task. */
public enum TaskPriority {
    HIGH,
    MEDIUM,
    LOW
}
