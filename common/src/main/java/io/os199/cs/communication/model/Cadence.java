package io.os199.cs.communication.model;

/** How often something comes by the calendar. */
public enum Cadence {
    DAILY,
    WEEKLY,
    MONTHLY;

    /** The highest number of a day: 1 is Monday, or the first of a month; 0 where there is none to name. */
    public int lastDay() {
        return switch (this) {
            case DAILY -> 0;
            case WEEKLY -> 7;
            // What every month has.
            case MONTHLY -> 28;
        };
    }
}
