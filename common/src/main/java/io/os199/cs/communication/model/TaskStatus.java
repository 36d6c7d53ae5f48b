package io.os199.cs.communication.model;

/** Where a task stands. */
public enum TaskStatus {
    OPEN,
    DONE,
    DROPPED
}
