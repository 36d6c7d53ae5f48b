package io.os199.cs.retention.campaign;

/** The state of a step; it is cancelled along with its campaign. */
public enum StepStatus {
    PENDING,
    DONE,
    SKIPPED,
    CANCELLED
}
