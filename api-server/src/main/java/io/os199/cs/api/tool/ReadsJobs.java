package io.os199.cs.api.tool;

import io.os199.cs.jobs.Job;

/** A tool whose answer differs from the stored result of its jobs. */
public interface ReadsJobs {
    /** The name under which the jobs run whose results {@link #answer} reads. */
    String jobTool();

    /**
     * The tool's answer for a completed job.
     *
     * @param job with its result
     */
    Record answer(Job job);
}
