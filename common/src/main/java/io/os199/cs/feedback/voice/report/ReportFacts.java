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
 * What a report is made of, whoever reads it.
 *
 * @param insights by status, as many as there are
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
