package io.os199.cs.api.tools.retention;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.assembly.Features;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.paging.Cursors;

import java.util.List;

/** The tools on retention and risk, in listing order. */
public final class RetentionTools {
    private RetentionTools() {}

    public static List<Tool<?, ?>> of(
            Database database, Features features, JobCalls jobs, Cursors cursors) {
        return List.of(
                new IdentifyChurnRisk(database, features.directory(), jobs, cursors),
                new ScoreRiskFactors(database, features.directory()),
                new ExecuteRetentionCampaign(
                        database, features.directory(), features.campaigns(), cursors),
                new AutomateRetentionCampaigns(database, features.retentionAutomations(), cursors),
                new MonitorSatisfaction(
                        database, features.directory(), features.surveySending(), cursors),
                new ManageEscalations(
                        database, features.directory(), features.escalations(), cursors),
                new AnalyzeChurnPostmortem(
                        database, features.directory(), features.postmortemRecords(), jobs));
    }
}
