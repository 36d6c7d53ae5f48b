package io.os199.cs.communication.model;

/** How often something recurs by the calendar. */
public enum Cadence {
    DAILY,
    WEEKLY,
    MONTHLY;

    /**
     * Returns the highest number of a day, where 1 is Monday or the first of a month; 0 when there is no day to
     * choose.
     */
    public int lastDay() {
        return switch (this) {
            case DAILY -> 0;
            case WEEKLY -> 7;
            // The last day that every month has.
            case MONTHLY -> 28;
        };
    }
}
