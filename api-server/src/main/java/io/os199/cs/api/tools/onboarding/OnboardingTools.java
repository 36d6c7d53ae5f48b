package io.os199.cs.api.tools.onboarding;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.assembly.Features;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.paging.Cursors;

import java.util.List;

/** The onboarding tools, in the order of the list. */
public final class OnboardingTools {
    private OnboardingTools() {}

    public static List<Tool<?, ?>> of(
            Database database, Features features, JobCalls jobs, Cursors cursors) {
        return List.of(
                new CreateOnboardingPlan(
                        database, features.directory(), features.onboardingPlans()),
                new ActivateOnboardingAutomation(
                        database, features.directory(), features.planAutomations()),
                new DeliverTrainingSession(
                        database, features.directory(), features.trainingSessions()),
                new ManageCertificationProgram(
                        database,
                        features.directory(),
                        features.trainingCatalogue(),
                        features.certificates(),
                        jobs,
                        cursors),
                new OptimizeOnboardingProcess(jobs),
                new MapCustomerJourney(database, features.directory(), cursors),
                new OptimizeTimeToValue(database, features.directory()),
                new TrackOnboardingProgress(database, features.directory(), jobs, cursors));
    }
}
