package io.os199.cs.communication.model;

/** What is counted of product use over some days. */
public enum UseMeasure {
    /** Distinct users. */
    ACTIVE_USERS,
    EVENTS,
    MINUTES
}
