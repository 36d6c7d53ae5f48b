package io.os199.cs.expansion.lifetime;

/** Whether a value is of the margin, or, where no margin is known, of the revenue. */
public enum ValueKind {
    MARGIN,
    REVENUE
}
