package io.os199.cs.feedback.model;

/** Who reads a report, which says what stands in it. */
public enum ReportAudience {
    EXECUTIVE,
    PRODUCT,
    CS_TEAM,
    ALL;

    /** Whether the section for some readers stands in it. */
    public boolean reads(ReportAudience section) {
        return this == ALL || this == section;
    }
}
