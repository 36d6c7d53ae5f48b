package io.os199.cs.jobs;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** The load over all jobs that somebody may see. */
public record JobSummary(
        long queuedCount,
        long workingCount,
        long failedLastDayCount,
        @Nullable Instant oldestQueuedAt) {}
