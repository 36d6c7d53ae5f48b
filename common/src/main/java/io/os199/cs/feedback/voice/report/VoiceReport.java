package io.os199.cs.feedback.voice.report;

import io.os199.cs.feedback.analysis.SentimentReport;
import io.os199.cs.feedback.analysis.SentimentReport.Count;
import io.os199.cs.feedback.analysis.SentimentReport.Feeling;
import io.os199.cs.feedback.analysis.SentimentReport.Period;
import io.os199.cs.feedback.analysis.SentimentReport.Surveys;
import io.os199.cs.feedback.analysis.SentimentTrend;
import io.os199.cs.feedback.analysis.ThemeLabel;
import io.os199.cs.feedback.model.ReportAudience;
import io.os199.cs.feedback.model.ReportType;
import io.os199.cs.feedback.model.RoadmapStatus;
import io.os199.cs.feedback.voice.loop.LoopReport.LoopMetrics;
import io.os199.cs.feedback.voice.loop.LoopReport.OpenLoop;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A report on what customers say and what is done about it.
 *
 * @param reportId absent in the stored report, like the next two
 * @param storedBefore whether the same rows had already produced it
 */
public record VoiceReport(
        @Nullable String reportId,
        @Nullable Instant createdAt,
        @Nullable Boolean storedBefore,
        @Nullable String clientId,
        @Nullable String clientName,
        ReportType reportType,
        Period period,
        ReportAudience audience,
        Sections sections,
        ReportCounts counts,
        List<Quote> quotes,
        ReportEvidence evidence,
        List<DataGap> dataGaps,
        @Nullable List<Truncation> truncated) {

    /** Returns the report as it is answered. */
    public static VoiceReport of(VoiceReports.Made made) {
        StoredReport stored = made.report();
        VoiceReport report = stored.content().report();
        return new VoiceReport(
                stored.reportId(),
                stored.createdAt(),
                made.isStoredBefore() ? true : null,
                report.clientId(),
                report.clientName(),
                report.reportType(),
                report.period(),
                report.audience(),
                report.sections(),
                report.counts(),
                report.quotes(),
                report.evidence(),
                report.dataGaps(),
                report.truncated());
    }

    /** The sections by audience; those of other audiences are absent. */
    public record Sections(
            @Nullable Executive executive, @Nullable Product product, @Nullable CsTeam csTeam) {}

    /**
     * The executive section: how customers feel and what it could cost.
     *
     * @param sentiment absent where nobody said anything, like everything taken from it
     */
    public record Executive(
            List<Headline> headlines,
            @Nullable Surveys surveys,
            @Nullable Feeling sentiment,
            @Nullable SentimentTrend trend,
            List<ReportTheme> topThemes,
            List<SentimentReport.CriticalIssue> criticalIssues,
            @Nullable BigDecimal scopeArrAmount) {}

    /** What is asked of the product. */
    public record Product(
            List<ReportTheme> themes,
            List<FeatureDemand> features,
            List<Count> insightsByStatus,
            List<Count> roadmapByStatus,
            List<RoadmapEntry> roadmap) {}

    /**
     * The customers who are still to be answered.
     *
     * @param detractors the people who gave NPS 6 or less in the period and whom nobody contacted, the longest
     *     waiting first
     */
    public record CsTeam(
            LoopMetrics loops,
            List<OpenLoop> openLoops,
            List<OpenLoop> overdueFollowUps,
            List<Detractor> detractors,
            int detractorCount) {}

    /** A theme that several items share. */
    public record ReportTheme(
            boolean untrusted,
            String themeId,
            @Personal(Personal.Kind.TEXT) String phraseText,
            ThemeLabel label,
            int mentions,
            int clientCount,
            BigDecimal meanSentiment,
            BigDecimal arrAmount,
            @Nullable Boolean emerging) {}

    /** The requests and bug reports about a feature. */
    public record FeatureDemand(
            String featureKey, String name, int requestCount, int bugCount, int clientCount) {}

    /** A roadmap item with feedback of the scope behind it. */
    public record RoadmapEntry(
            String roadmapItemId,
            String title,
            RoadmapStatus status,
            @Nullable String targetPeriod,
            @Nullable LocalDate shippedOn,
            int feedbackCount,
            int clientCount) {}

    /** An unhappy person whom nobody has called. */
    public record Detractor(
            String clientId,
            String clientName,
            String responseId,
            int score,
            Instant respondedAt,
            @Nullable String csm,
            @Nullable @Personal(Personal.Kind.EMAIL) String contactEmail) {}

    /** A customer's words, from the item that expresses a theme most clearly. */
    public record Quote(
            boolean untrusted,
            @Personal(Personal.Kind.TEXT) String quoteText,
            String themeId,
            ThemeLabel label,
            @Nullable Boolean truncated) {}

    /** The number of items received and answered. */
    public record ReportCounts(
            int itemCount,
            int scoredCount,
            int clientCount,
            int receivedCount,
            int closedCount,
            int openCount,
            int overdueCount) {}

    /** The data from which the report was computed; its figures are those of the tools for the same period. */
    public record ReportEvidence(
            SentimentReport.Evidence sentiment,
            LocalDate asOf,
            String statuses,
            int insightCount) {}
}
