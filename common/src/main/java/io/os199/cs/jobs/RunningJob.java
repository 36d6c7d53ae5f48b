package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;

/** The job that a piece of work belongs to; {@code submittedAt} is the cutoff that fixes what "now" means for it. */
public record RunningJob(
        String jobId, String tool, String principal, JsonNode arguments, Instant submittedAt) {}
