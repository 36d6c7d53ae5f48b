package io.os199.cs.core.model;

/** Who contacted whom: {@code INBOUND} is contact from the client. */
public enum Direction {
    INBOUND,
    OUTBOUND
}
