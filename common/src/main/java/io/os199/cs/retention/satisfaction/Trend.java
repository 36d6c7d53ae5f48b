package io.os199.cs.retention.satisfaction;

/** The trend of a figure, where a change is more than chance. */
public enum Trend {
    IMPROVING,
    WORSENING,
    NO_CLEAR_CHANGE;

    /** Returns the trend of a change that is known to within {@code margin}. */
    public static Trend of(double change, double margin) {
        if (change > margin) {
            return IMPROVING;
        }
        return change < -margin ? WORSENING : NO_CLEAR_CHANGE;
    }
}
