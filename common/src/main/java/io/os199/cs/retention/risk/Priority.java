package io.os199.cs.retention.risk;

/** The priority of an action: how soon it is due. */
public enum Priority {
    HIGH,
    MEDIUM,
    LOW
}
