package io.os199.cs.worker;

import org.jobrunr.jobs.lambdas.JobRequest;

/** What JobRunr keeps of a recurring task: its name in {@link Schedule}. */
record ScheduledTask(String name) implements JobRequest {
    @Override
    public Class<ScheduledTaskRunner> getJobRequestHandler() {
        return ScheduledTaskRunner.class;
    }
}
