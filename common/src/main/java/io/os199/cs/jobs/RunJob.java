package io.os199.cs.jobs;

import org.jobrunr.jobs.lambdas.JobRequest;

/** The part of a job that JobRunr keeps: which row to work on. Everything else is in that row. */
public record RunJob(String jobId) implements JobRequest {
    @Override
    public Class<JobRunner> getJobRequestHandler() {
        return JobRunner.class;
    }
}
