package io.os199.cs.support.performance;

/** A clock of a ticket. */
public enum Clock {
    /** The clock that runs until an agent answers. */
    FIRST_RESPONSE,
    /** The clock that runs until it is resolved. */
    RESOLUTION
}
