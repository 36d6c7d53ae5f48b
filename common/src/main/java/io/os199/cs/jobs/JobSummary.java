package io.os199.cs.jobs;

import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** The load over all jobs that somebody may see. */
public record JobSummary(
        long queuedCount,
        long workingCount,
        @ColumnName("failed_24h_count") long failedLastDayCount,
        @Nullable Instant oldestQueuedAt) {}
