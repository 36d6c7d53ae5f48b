package io.os199.cs.retention.campaign;

/** Where a step is; cancelled it is with its campaign. */
public enum StepStatus {
    PENDING,
    DONE,
    SKIPPED,
    CANCELLED
}
