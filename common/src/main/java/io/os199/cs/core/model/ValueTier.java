package io.os199.cs.core.model;

/** The value of a client compared with all clients, highest first. */
public enum ValueTier {
    STRATEGIC,
    HIGH,
    MID,
    STANDARD,
    ENTRY
}
