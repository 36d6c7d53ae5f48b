package io.os199.cs.jobs;

/** Why a job failed, as its asker reads it. */
record JobError(String code, String message, boolean retryable) {
    static JobError internal(String message) {
        return new JobError("internal", message, true);
    }
}
