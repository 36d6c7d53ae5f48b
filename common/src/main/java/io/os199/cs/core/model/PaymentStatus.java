package io.os199.cs.core.model;

/** How the payments of a contract stand. */
public enum PaymentStatus {
    CURRENT,
    LATE,
    OVERDUE
}
