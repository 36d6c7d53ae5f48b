package io.os199.cs.onboarding.model;

/** How much technical work a client's onboarding needs. */
public enum Complexity {
    LOW,
    MEDIUM,
    HIGH
}
