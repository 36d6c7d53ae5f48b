package io.os199.cs.core.model;

/** Whether a client is served; {@code CHURNED} is set by a departure only. */
public enum ClientStatus {
    ACTIVE,
    PAUSED,
    CHURNED
}
