package io.os199.cs.health.model;

/** The direction in which a day is abnormal. */
public enum Swing {
    SPIKE,
    DROP
}
