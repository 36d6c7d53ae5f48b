package io.os199.cs.core.model;

/** Whether an event on the timeline is good or bad news. */
public enum Impact {
    POSITIVE,
    NEUTRAL,
    NEGATIVE
}
