package io.os199.cs.onboarding.model;

/** Where a training session stands; a delivered or cancelled one stays so. */
public enum SessionStatus {
    SCHEDULED,
    DELIVERED,
    CANCELLED
}
