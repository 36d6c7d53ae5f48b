package io.os199.cs.feedback.model;

/** The default length of the period of a report, where none is named. */
public enum ReportType {
    WEEKLY(7),
    MONTHLY(30),
    QUARTERLY(90),
    ANNUAL(365);

    private final int days;

    ReportType(int days) {
        this.days = days;
    }

    public int days() {
        return days;
    }
}
