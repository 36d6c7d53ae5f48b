package io.os199.cs.worker;

import io.os199.cs.assembly.Platform;
import io.os199.cs.jobs.JobWork;

import java.util.List;

/** What the features give the worker to run: one line each. */
final class Works {
    private Works() {}

    static List<JobWork> of(Platform platform) {
        return List.of();
    }
}
