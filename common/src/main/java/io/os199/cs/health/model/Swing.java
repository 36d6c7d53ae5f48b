package io.os199.cs.health.model;

/** Which way a day went off. */
public enum Swing {
    SPIKE,
    DROP
}
