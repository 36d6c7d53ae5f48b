package io.os199.cs.support.model;

/** The two clocks of an escalation: until somebody has taken it on, and until it is solved. */
public enum SlaClock {
    ACKNOWLEDGE,
    RESOLVE
}
