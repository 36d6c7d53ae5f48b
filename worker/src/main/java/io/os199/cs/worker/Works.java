package io.os199.cs.worker;

import io.os199.cs.assembly.Features;
import io.os199.cs.assembly.Platform;
import io.os199.cs.health.PortfolioScoring;
import io.os199.cs.jobs.JobWork;

import java.util.List;

/** What the features give the worker to run: one line each. */
final class Works {
    private Works() {}

    static List<JobWork> of(Platform platform, Features features) {
        return List.of(
                new PortfolioScoring(
                        features.healthScoring(), features.healthModels(), platform.clock()));
    }
}
