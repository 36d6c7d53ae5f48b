package io.os199.cs.expansion.lifetime;

/** Whether a value is based on margin or, where no margin is known, on revenue. */
public enum ValueKind {
    MARGIN,
    REVENUE
}
