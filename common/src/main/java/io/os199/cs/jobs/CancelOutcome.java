package io.os199.cs.jobs;

/** What a cancellation met. */
public enum CancelOutcome {
    /** The job had not begun, and will not. */
    CANCELLED,
    /** It stops at its next chunk. */
    CANCELLING,
    ALREADY_FINAL
}
