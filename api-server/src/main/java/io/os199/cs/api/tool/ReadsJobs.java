package io.os199.cs.api.tool;

import io.os199.cs.jobs.Job;

/** A tool whose answer is not the result of its jobs as it stands. */
public interface ReadsJobs {
    /** The name under which the jobs run that {@link #answer} reads. */
    String jobTool();

    /**
     * What the tool answers to a job that has completed.
     *
     * @param job with its result
     */
    Record answer(Job job);
}
