package io.os199.cs.retention.automation;

/** What a rule does about a client whose sign shows. */
public enum Decision {
    RUN,
    HOLD,
    /** Only recorded, so that what the rule does can be told from what happens anyway. */
    HOLDOUT
}
