package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A job that has no result yet, or ended without one.
 *
 * @param message what it waits for, or how it ended
 * @param error of a failed job
 */
public record JobHandle(
        String jobId,
        JobStatus status,
        @Nullable BigDecimal progressRate,
        @Nullable String message,
        @Nullable JobError error,
        Instant submittedAt,
        @Nullable Integer retryAfterSeconds) {
    private static final String NEW_KEY = ", with a new idempotency_key where it had one";

    /** The reason why a job failed. */
    public record JobError(String code, String message, boolean retryable) {}

    static JobHandle of(Job job, Instant now) {
        JsonNode error = job.error();
        return new JobHandle(
                job.jobId(),
                job.status(),
                job.progressRate(),
                said(job),
                error == null ? null : Json.mapper().convertValue(error, JobError.class),
                job.submittedAt(),
                job.retryAfterSeconds(now));
    }

    private static @Nullable String said(Job job) {
        return switch (job.status()) {
            case FAILED ->
                    "the job failed, so there is no result; the same call starts it again"
                            + NEW_KEY;
            case CANCELLED ->
                    "the job was cancelled; what it had stored stands, and the same call starts a"
                            + " new one"
                            + NEW_KEY;
            default -> job.message();
        };
    }
}
