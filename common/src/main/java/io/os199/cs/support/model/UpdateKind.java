package io.os199.cs.support.model;

/** What an update of an escalation tells; the last two are written by the clock, the others by people. */
public enum UpdateKind {
    NOTE,
    STATUS,
    SEVERITY,
    OWNER,
    SLA_WARNING,
    SLA_BREACH
}
