package io.os199.cs.support.model;

/** The state of a ticket's clock. */
public enum ClockState {
    MET,
    BREACHED,
    PAUSED,
    AT_RISK,
    RUNNING
}
