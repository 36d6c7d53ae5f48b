package io.os199.cs.communication.model;

/** Who at a client is written to: the one that speaks for it, those in some roles, or all. */
public enum RecipientScope {
    PRIMARY,
    BY_ROLE,
    ALL
}
