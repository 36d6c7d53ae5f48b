package io.os199.cs.retention.automation;

/** The decision of a rule about a client whose sign shows. */
public enum Decision {
    RUN,
    HOLD,
    /** Only recorded, so that the effect of the rule can be told from what would happen anyway. */
    HOLDOUT
}
