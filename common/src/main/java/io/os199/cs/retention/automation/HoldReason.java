package io.os199.cs.retention.automation;

/** The reason why a rule does nothing about a client whose sign shows. */
public enum HoldReason {
    ALREADY_RUN,
    COOLDOWN,
    ACTIVE_CAMPAIGN,
    DAY_CAP
}
