package io.os199.cs.jobs;

/** The reason why a job failed, as reported to the caller who asked for it. */
record JobError(String code, String message, boolean retryable) {
    static JobError internal(String message) {
        return new JobError("internal", message, true);
    }
}
