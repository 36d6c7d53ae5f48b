package io.os199.cs.onboarding.model;

/**
 * Whether somebody came to a training. A person marked absent may still turn out to have attended, but not the other
 * way round.
 */
public enum Attendance {
    INVITED,
    ATTENDED,
    ABSENT
}
