package io.os199.cs.communication.model;

/** How far a review is. */
public enum ReviewStatus {
    SCHEDULED,
    COMPLETED,
    CANCELLED
}
