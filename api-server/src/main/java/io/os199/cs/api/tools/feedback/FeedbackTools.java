package io.os199.cs.api.tools.feedback;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.assembly.Features;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.usage.UsagePeriods;

import java.util.List;

/** The tools on feedback, in listing order. */
public final class FeedbackTools {
    private FeedbackTools() {}

    public static List<Tool<?, ?>> of(
            Database database, Features features, JobCalls jobs, Cursors cursors) {
        return List.of(
                new CollectFeedback(database, features.directory(), features.feedbackCollection()),
                new AnalyzeFeedbackSentiment(
                        database, features.directory(), features.clientAnswers(), jobs, cursors),
                new ShareProductInsights(database, features.insights(), features.colleagues()),
                new TrackCsMetrics(database, features.directory(), features.clientAnswers(), jobs),
                new AnalyzeProductUsage(
                        database,
                        features.directory(),
                        features.clientAnswers(),
                        new UsagePeriods(),
                        features.healthModels(),
                        jobs,
                        cursors),
                new ManageVoiceOfCustomer(
                        new VoiceReading(
                                database,
                                features.directory(),
                                features.voiceReports(),
                                jobs,
                                cursors),
                        new VoiceWriting(database, features.loopClosing(), features.roadmap())));
    }
}
