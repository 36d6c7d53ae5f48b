package io.os199.cs.communication.model;

/** What has become of what was agreed in a review. */
public enum ReviewItemStatus {
    OPEN,
    DONE,
    DROPPED
}
