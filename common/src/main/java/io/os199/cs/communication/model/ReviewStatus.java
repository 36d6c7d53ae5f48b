package io.os199.cs.communication.model;

/** How far a review has come. */
public enum ReviewStatus {
    SCHEDULED,
    COMPLETED,
    CANCELLED
}
