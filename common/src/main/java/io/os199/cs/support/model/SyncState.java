package io.os199.cs.support.model;

/** Whether the stored ticket matches the one in the other system. */
public enum SyncState {
    LOCAL,
    SYNCED,
    PENDING,
    FAILED
}
