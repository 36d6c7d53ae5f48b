package io.os199.cs.jobs.model;

/** Where a job stands. The first final state written stays. */
public enum JobStatus {
    /** Not begun, or put back behind another run. */
    QUEUED,
    WORKING,
    /** Asks something of a client with the tasks extension. */
    INPUT_REQUIRED,
    COMPLETED,
    FAILED,
    CANCELLED;

    public boolean isFinal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
