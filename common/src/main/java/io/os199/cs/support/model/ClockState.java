package io.os199.cs.support.model;

/** How a clock of a ticket stands. */
public enum ClockState {
    MET,
    BREACHED,
    PAUSED,
    AT_RISK,
    RUNNING
}
