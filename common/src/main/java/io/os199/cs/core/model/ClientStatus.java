package io.os199.cs.core.model;

/** Whether a client is served; {@code CHURNED} is set only by a departure. */
public enum ClientStatus {
    ACTIVE,
    PAUSED,
    CHURNED
}
