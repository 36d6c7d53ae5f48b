package io.os199.cs.support.model;

/** A move on an existing escalation. */
public enum EscalationMove {
    ACKNOWLEDGE,
    UPDATE,
    RESOLVE,
    REOPEN,
    CLOSE
}
