package io.os199.cs.communication.model;

/** Whether an advocate may be asked for something. */
public enum AdvocateStatus {
    ACTIVE,
    PAUSED,
    WITHDRAWN
}
