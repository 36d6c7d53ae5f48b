package io.os199.cs.communication.model;

/** What is counted of product use over a number of days. */
public enum UseMeasure {
    /** Distinct users. */
    ACTIVE_USERS,
    EVENTS,
    MINUTES
}
