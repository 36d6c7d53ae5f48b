package io.os199.cs.communication.model;

/** The status of a task. */
public enum TaskStatus {
    OPEN,
    DONE,
    DROPPED
}
