package io.os199.cs.onboarding.model;

/** The status of a training session; a delivered or cancelled one stays so. */
public enum SessionStatus {
    SCHEDULED,
    DELIVERED,
    CANCELLED
}
