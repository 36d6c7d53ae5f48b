package io.os199.cs.support.model;

/** The two clocks of an escalation: one runs until it is acknowledged, the other until it is solved. */
public enum SlaClock {
    ACKNOWLEDGE,
    RESOLVE
}
