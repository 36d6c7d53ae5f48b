package io.os199.cs.communication.model;

/** The outcome of a deal that an advocate helped. */
public enum DealOutcome {
    OPEN,
    WON,
    LOST
}
