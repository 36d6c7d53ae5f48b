package io.os199.cs.core.model;

/** The reason why the ARR of a client changed. */
public enum MovementKind {
    NEW,
    EXPANSION,
    CONTRACTION,
    CHURN,
    REACTIVATION
}
