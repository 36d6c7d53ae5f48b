package io.os199.cs.support.model;

/** The content of an escalation's update; the last two are written by the clocks, the others by people. */
public enum UpdateKind {
    NOTE,
    STATUS,
    SEVERITY,
    OWNER,
    SLA_WARNING,
    SLA_BREACH
}
