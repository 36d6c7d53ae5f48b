package io.os199.cs.jobs.model;

/** The state of a job. The first final state written stays. */
public enum JobStatus {
    /** Not begun, or put back behind another run. */
    QUEUED,
    WORKING,
    /** Requests input from a client with the tasks extension. */
    INPUT_REQUIRED,
    COMPLETED,
    FAILED,
    CANCELLED;

    public boolean isFinal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
