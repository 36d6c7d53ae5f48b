package io.os199.cs.api.tools.health;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.assembly.Features;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.usage.UsagePeriods;

import java.util.List;

/** The tools on health and segments, in listing order. */
public final class HealthTools {
    private HealthTools() {}

    public static List<Tool<?, ?>> of(
            Database database, Features features, JobCalls jobs, Cursors cursors) {
        ClientDirectory clients = features.directory();
        return List.of(
                new TrackUsageEngagement(
                        database,
                        clients,
                        features.clientAnswers(),
                        new UsagePeriods(),
                        features.healthModels()),
                new CalculateHealthScore(
                        database,
                        clients,
                        features.healthModels(),
                        features.healthScoring(),
                        features.clientAnswers(),
                        jobs),
                new SegmentCustomers(database, features.clientAnswers(), jobs),
                new TrackFeatureAdoption(database, clients, jobs, cursors),
                new ManageLifecycleStages(
                        database,
                        clients,
                        features.clientAnswers(),
                        features.lifecycleRules(),
                        features.stageChanges(),
                        jobs),
                new TrackAdoptionMilestones(database, clients, features.adoptionMilestones(), jobs),
                new SegmentByValueTier(jobs),
                new AnalyzeEngagementPatterns(database, clients, features.clientAnswers(), jobs));
    }
}
