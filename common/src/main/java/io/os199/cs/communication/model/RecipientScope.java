package io.os199.cs.communication.model;

/** Who at a client is written to: the person who speaks for it, those in some roles, or everyone. */
public enum RecipientScope {
    PRIMARY,
    BY_ROLE,
    ALL
}
