package io.os199.cs.retention.satisfaction;

/** Whether a change is more than chance. */
public enum Trend {
    IMPROVING,
    WORSENING,
    NO_CLEAR_CHANGE;

    /** Of a change that is sure to within {@code margin}. */
    public static Trend of(double change, double margin) {
        if (change > margin) {
            return IMPROVING;
        }
        return change < -margin ? WORSENING : NO_CLEAR_CHANGE;
    }
}
