package io.os199.cs.jobs;

import io.os199.cs.jobs.model.JobStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A job that failed and is still kept.
 *
 * @param expiresAt until when it can be run again
 * @param why its error's message
 * @param laterJobId the last job of the same principal with the same arguments that was asked for after it
 * @param laterStatus of that one
 */
public record FailedJob(
        String jobId,
        String tool,
        String principal,
        Instant finishedAt,
        Instant expiresAt,
        @Nullable String why,
        @Nullable String laterJobId,
        @Nullable JobStatus laterStatus) {}
