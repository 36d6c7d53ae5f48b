package io.os199.cs.communication.model;

/** What became of a deal that an advocate helped. */
public enum DealOutcome {
    OPEN,
    WON,
    LOST
}
