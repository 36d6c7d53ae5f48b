package io.os199.cs.api.tools.health;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.assembly.Features;
import io.os199.cs.platform.database.Database;
import io.os199.cs.usage.UsagePeriods;

import java.util.List;

/** The tools on health and segments, in their order. */
public final class HealthTools {
    private HealthTools() {}

    public static List<Tool<?, ?>> of(Database database, Features features, JobCalls jobs) {
        return List.of(
                new TrackUsageEngagement(
                        database,
                        features.directory(),
                        features.clientAnswers(),
                        new UsagePeriods(),
                        features.healthModels()),
                new CalculateHealthScore(
                        database,
                        features.directory(),
                        features.healthModels(),
                        features.healthScoring(),
                        jobs),
                new AnalyzeEngagementPatterns(
                        database, features.directory(), features.clientAnswers(), jobs));
    }
}
