package io.os199.cs.communication.model;

/** The status of an item agreed in a review. */
public enum ReviewItemStatus {
    OPEN,
    DONE,
    DROPPED
}
