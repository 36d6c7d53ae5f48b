package io.os199.cs.feedback.voice.report;

import io.os199.cs.feedback.analysis.AnalysisOrder;
import io.os199.cs.feedback.analysis.SentimentReader;
import io.os199.cs.feedback.analysis.SentimentReport;
import io.os199.cs.feedback.voice.VoiceScope;
import io.os199.cs.feedback.voice.loop.LoopReader;
import io.os199.cs.feedback.voice.loop.LoopReport.LoopMetrics;
import io.os199.cs.feedback.voice.program.VoiceProgramReader;
import io.os199.cs.feedback.voice.report.Headlines.Shipped;
import io.os199.cs.feedback.voice.report.StoredReport.Content;
import io.os199.cs.feedback.voice.report.VoiceReport.Detractor;
import io.os199.cs.feedback.voice.report.VoiceReport.RoadmapEntry;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.satisfaction.SatisfactionFilter;
import io.os199.cs.retention.satisfaction.SatisfactionPeriod;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey;
import io.os199.cs.retention.satisfaction.SurveyAnswer;
import io.os199.cs.retention.satisfaction.SurveyKind;
import io.os199.cs.retention.satisfaction.SurveyTally;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Reads the facts of a report, each figure once. */
final class ReportReader {
    private static final int MOST_ADVICE = 5;
    private static final int LEAST_MENTIONS = 3;
    private static final int MOST_THEMES = 10;
    private static final int ENOUGH_CLIENTS = 3;

    private final Transaction tx;
    private final ReportOrder order;
    private final VoiceScope scope;
    private final Cursors cursors;
    private final Instant now;

    ReportReader(Transaction tx, ReportOrder order, Cursors cursors, Instant now) {
        this.tx = tx;
        this.order = order;
        this.scope = order.scope();
        this.cursors = cursors;
        this.now = now;
    }

    Content read() {
        SentimentReport said = said();
        LoopReader loops = new LoopReader(tx, scope);
        LoopMetrics metrics = loops.metrics();
        ReportDao dao = tx.dao(ReportDao.class);
        List<RoadmapEntry> roadmap = dao.roadmap(scope).stream().map(ReportReader::shown).toList();
        SatisfactionSurvey nps = nps();
        List<Headline> headlines =
                Headlines.of(
                        said,
                        sample(nps.results()),
                        sample(nps.resultsBefore(scope.days())),
                        roadmap.stream()
                                .filter(this::isShippedNow)
                                .map(ReportReader::shipped)
                                .toList(),
                        metrics.closureRate(),
                        loops.late(0).urgentCount());
        List<Recommendation> advice =
                new VoiceProgramReader(tx, scope).advice().stream().limit(MOST_ADVICE).toList();
        ReportFacts facts =
                new ReportFacts(
                        said,
                        metrics,
                        loops.open(ReportEditor.MOST_LOOPS),
                        loops.lateFollowUps(ReportEditor.MOST),
                        nps.followUps(null, ReportEditor.MOST).stream()
                                .map(ReportReader::detractor)
                                .toList(),
                        nps.followUpCounts(now).totalCount(),
                        dao.features(scope),
                        dao.insights(scope),
                        roadmap,
                        headlines);
        return new Content(
                ReportEditor.edit(order, facts),
                headlines,
                HeadlineTheme.of(said, headlines),
                advice);
    }

    /** Reads the sentiment as {@code analyze_feedback_sentiment} reports it by default. */
    private SentimentReport said() {
        AnalysisOrder asked =
                new AnalysisOrder(
                        scope.asOf(),
                        scope.periodStart(),
                        scope.periodEnd(),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        true,
                        true,
                        true,
                        LEAST_MENTIONS,
                        MOST_THEMES,
                        false,
                        0,
                        null,
                        true);
        return new SentimentReader(tx, asked, order.client(), null, cursors, now).read();
    }

    private SatisfactionSurvey nps() {
        return new SatisfactionSurvey(
                tx,
                new SatisfactionFilter(scope.clientId(), null, null, null),
                List.of(SurveyKind.NPS),
                new SatisfactionPeriod(scope.periodStart(), scope.periodEnd()));
    }

    private static Sample sample(List<SatisfactionSurvey.Result> results) {
        SurveyTally tally = results.getFirst().tally();
        return Sample.nps(tally.promoters(), tally.detractors(), tally.total());
    }

    private boolean isShippedNow(RoadmapEntry item) {
        LocalDate on = item.shippedOn();
        return on != null
                && !on.isBefore(scope.periodStart())
                && on.isBefore(scope.periodEnd())
                && item.clientCount() >= ENOUGH_CLIENTS;
    }

    private static Shipped shipped(RoadmapEntry item) {
        return new Shipped(item.roadmapItemId(), item.clientCount());
    }

    private static Detractor detractor(SurveyAnswer answer) {
        return new Detractor(
                answer.clientId(),
                answer.clientName(),
                answer.responseId(),
                answer.score(),
                answer.respondedAt(),
                answer.csm(),
                answer.contactEmail());
    }

    private static RoadmapEntry shown(RoadmapEntry item) {
        String target = item.targetPeriod();
        return new RoadmapEntry(
                item.roadmapItemId(),
                UntrustedText.name(item.title()),
                item.status(),
                target == null ? null : UntrustedText.name(target),
                item.shippedOn(),
                item.feedbackCount(),
                item.clientCount());
    }
}
