package io.os199.cs.jobs;

import org.jobrunr.jobs.lambdas.JobRequestHandler;

/** The handler through which JobRunr hands a job over to the engine. */
public final class JobRunner implements JobRequestHandler<RunJob> {
    private final JobEngine engine;

    public JobRunner(JobEngine engine) {
        this.engine = engine;
    }

    @Override
    public void run(RunJob request) {
        engine.run(request.jobId());
    }
}
