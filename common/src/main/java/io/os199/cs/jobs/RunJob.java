package io.os199.cs.jobs;

import org.jobrunr.jobs.lambdas.JobRequest;

/** What JobRunr keeps of a job: which row to work on. All else stands in that row. */
public record RunJob(String jobId) implements JobRequest {
    @Override
    public Class<JobRunner> getJobRequestHandler() {
        return JobRunner.class;
    }
}
