package io.os199.cs.feedback.model;

/** The readers of a report, who determine its sections. */
public enum ReportAudience {
    EXECUTIVE,
    PRODUCT,
    CS_TEAM,
    ALL;

    /** Whether the report includes the section for some readers. */
    public boolean reads(ReportAudience section) {
        return this == ALL || this == section;
    }
}
