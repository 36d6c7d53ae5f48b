package io.os199.cs.retention.risk;

/** How soon something is to be done. */
public enum Priority {
    HIGH,
    MEDIUM,
    LOW
}
