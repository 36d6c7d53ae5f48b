package io.os199.cs.core.model;

/** Why the ARR of a client moved. */
public enum MovementKind {
    NEW,
    EXPANSION,
    CONTRACTION,
    CHURN,
    REACTIVATION
}
