package io.os199.cs.support.model;

/** Whether what is stored of a ticket is what its other system has. */
public enum SyncState {
    LOCAL,
    SYNCED,
    PENDING,
    FAILED
}
