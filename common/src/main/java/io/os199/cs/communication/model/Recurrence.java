package io.os199.cs.communication.model;

/** How often a newsletter has a new edition. */
public enum Recurrence {
    WEEKLY,
    MONTHLY,
    QUARTERLY
}
