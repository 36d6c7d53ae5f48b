package io.os199.cs.jobs;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A place in the order of lists: not final before final, newest submission first, then the id. */
public record JobKey(boolean isFinal, @Nullable Instant submittedAt, @Nullable String jobId) {
    /** Before the first job. */
    public static final JobKey START = new JobKey(false, null, null);
}
