package io.os199.cs.jobs;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A position in the sort order of lists: jobs that are not final before final ones, newest submission first, then by
 * id.
 */
public record JobKey(boolean isFinal, @Nullable Instant submittedAt, @Nullable String jobId) {
    /** The position before the first job. */
    public static final JobKey START = new JobKey(false, null, null);
}
