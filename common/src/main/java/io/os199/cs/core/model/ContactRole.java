package io.os199.cs.core.model;

/** The role of a person at the client toward us. */
public enum ContactRole {
    CHAMPION,
    DECISION_MAKER,
    EXECUTIVE_SPONSOR,
    ADMIN,
    USER,
    BILLING
}
