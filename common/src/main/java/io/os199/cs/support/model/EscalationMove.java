package io.os199.cs.support.model;

/** What is done with an escalation that exists. */
public enum EscalationMove {
    ACKNOWLEDGE,
    UPDATE,
    RESOLVE,
    REOPEN,
    CLOSE
}
