package io.os199.cs.api.tools.health;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.health.adoption.AdoptionMilestones;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.paging.Cursors;

import java.util.List;

/** The tools on health and segments, in their order. */
public final class HealthTools {
    private HealthTools() {}

    public static List<Tool<?, ?>> of(
            Database database,
            ClientDirectory clients,
            HealthModels models,
            HealthScoring scoring,
            AdoptionMilestones milestones,
            JobCalls jobs,
            Cursors cursors) {
        return List.of(
                new CalculateHealthScore(database, clients, models, scoring, jobs),
                new TrackFeatureAdoption(database, clients, jobs, cursors),
                new TrackAdoptionMilestones(database, clients, milestones, jobs));
    }
}
