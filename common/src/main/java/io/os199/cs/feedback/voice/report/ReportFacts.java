package io.os199.cs.feedback.voice.report;

import io.os199.cs.feedback.analysis.SentimentReport;
import io.os199.cs.feedback.analysis.SentimentReport.Count;
import io.os199.cs.feedback.voice.loop.LoopReport.LoopMetrics;
import io.os199.cs.feedback.voice.loop.LoopReport.OpenLoop;
import io.os199.cs.feedback.voice.report.VoiceReport.Detractor;
import io.os199.cs.feedback.voice.report.VoiceReport.FeatureDemand;
import io.os199.cs.feedback.voice.report.VoiceReport.RoadmapEntry;

import java.util.List;

/**
 * The facts of a report, for any audience.
 *
 * @param insights the number of insights by status
 */
record ReportFacts(
        SentimentReport said,
        LoopMetrics loops,
        List<OpenLoop> openLoops,
        List<OpenLoop> lateFollowUps,
        List<Detractor> detractors,
        int detractorCount,
        List<FeatureDemand> features,
        List<Count> insights,
        List<RoadmapEntry> roadmap,
        List<Headline> headlines) {}
