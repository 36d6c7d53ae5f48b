package io.os199.cs.core.model;

/** What a person is to us at the client. */
public enum ContactRole {
    CHAMPION,
    DECISION_MAKER,
    EXECUTIVE_SPONSOR,
    ADMIN,
    USER,
    BILLING
}
