package io.os199.cs.support.performance;

/** A clock of a ticket. */
public enum Clock {
    /** Until an agent answers. */
    FIRST_RESPONSE,
    /** Until it is resolved. */
    RESOLUTION
}
