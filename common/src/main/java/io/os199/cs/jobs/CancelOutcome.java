package io.os199.cs.jobs;

/** The result of asking for a cancellation. */
public enum CancelOutcome {
    /** The job had not begun, and will not. */
    CANCELLED,
    /** It stops at its next chunk. */
    CANCELLING,
    ALREADY_FINAL
}
