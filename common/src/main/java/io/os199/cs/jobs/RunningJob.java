package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;

/** The job that a piece of work is done for; {@code submittedAt} is the cut that freezes what "now" means to it. */
public record RunningJob(
        String jobId, String tool, String principal, JsonNode arguments, Instant submittedAt) {}
