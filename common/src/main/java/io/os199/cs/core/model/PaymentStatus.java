package io.os199.cs.core.model;

/** The payment state of a contract. */
public enum PaymentStatus {
    CURRENT,
    LATE,
    OVERDUE
}
