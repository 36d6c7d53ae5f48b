package io.os199.cs.core.model;

/** What a client is worth among all clients, highest first. */
public enum ValueTier {
    STRATEGIC,
    HIGH,
    MID,
    STANDARD,
    ENTRY
}
