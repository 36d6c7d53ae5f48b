package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.jobs.model.JobStatus;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/**
 * A job as stored.
 *
 * @param progressDone in the unit of the job: clients, rows, messages
 * @param notBeforeAt the earliest time at which a job that was put back may begin
 * @param result absent until completed, and in lists
 * @param error of a failed job: {@code code, message, retryable}
 * @param retryOf the failed job that this one runs again, at an operator's request
 */
public record Job(
        String jobId,
        String tool,
        JsonNode arguments,
        String argumentsHash,
        String principal,
        JobStatus status,
        long progressDone,
        @Nullable Long progressTotal,
        @Nullable String message,
        @Nullable JsonNode result,
        @Nullable JsonNode error,
        Instant submittedAt,
        @Nullable Instant notBeforeAt,
        @Nullable Instant startedAt,
        @Nullable Instant cancelRequestedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant expiresAt,
        Instant updatedAt,
        @Nullable String traceParent,
        @Nullable String retryOf) {

    /** Done divided by total, to four decimals; absent without a total. */
    public @Nullable BigDecimal progressRate() {
        if (progressTotal == null || progressTotal == 0) {
            return null;
        }
        return BigDecimal.valueOf(progressDone)
                .divide(BigDecimal.valueOf(progressTotal), 4, RoundingMode.HALF_UP);
    }

    /**
     * When to ask again: after 2 s, after 5 s once a minute has passed, after 15 s once ten minutes have passed;
     * absent when there is nothing to wait for.
     */
    public @Nullable Integer retryAfterSeconds(Instant now) {
        if (status.isFinal()) {
            return null;
        }
        Duration age = Duration.between(submittedAt, now);
        if (age.compareTo(Duration.ofMinutes(10)) >= 0) {
            return 15;
        }
        return age.compareTo(Duration.ofMinutes(1)) >= 0 ? 5 : 2;
    }

    RunningJob running() {
        return new RunningJob(jobId, tool, principal, arguments, submittedAt);
    }
}
