package io.os199.cs.worker;

import org.jobrunr.jobs.lambdas.JobRequestHandler;

/** Runs a recurring task that is due when JobRunr hands it over. Public, since JobRunr calls it by reflection. */
public final class ScheduledTaskRunner implements JobRequestHandler<ScheduledTask> {
    private final Schedule schedule;

    ScheduledTaskRunner(Schedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public void run(ScheduledTask task) throws Exception {
        schedule.run(task.name());
    }
}
