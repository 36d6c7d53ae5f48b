package io.os199.cs.jobs;

import io.os199.cs.jobs.model.JobStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A job that failed and is still kept.
 *
 * @param expiresAt until when it can be run again
 * @param why the message of its error
 * @param laterJobId the last job that the same principal submitted with the same arguments after it
 * @param laterStatus status of that later job
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
