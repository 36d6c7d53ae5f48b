package io.os199.cs.feedback.voice.report;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.feedback.analysis.AnalysisOrder;
import io.os199.cs.feedback.analysis.SentimentReader;
import io.os199.cs.feedback.analysis.SentimentReport;
import io.os199.cs.feedback.analysis.SentimentReport.Count;
import io.os199.cs.feedback.analysis.SentimentReport.Period;
import io.os199.cs.feedback.analysis.SentimentReport.Theme;
import io.os199.cs.feedback.analysis.SentimentReport.Themes;
import io.os199.cs.feedback.analysis.ThemeLabel;
import io.os199.cs.feedback.model.ReportAudience;
import io.os199.cs.feedback.model.RoadmapStatus;
import io.os199.cs.feedback.voice.VoiceScope;
import io.os199.cs.feedback.voice.loop.LoopReader;
import io.os199.cs.feedback.voice.loop.LoopReport.LoopMetrics;
import io.os199.cs.feedback.voice.program.ProgramReader;
import io.os199.cs.feedback.voice.report.Headlines.Shipped;
import io.os199.cs.feedback.voice.report.StoredReport.Content;
import io.os199.cs.feedback.voice.report.VoiceReport.CsTeam;
import io.os199.cs.feedback.voice.report.VoiceReport.Detractor;
import io.os199.cs.feedback.voice.report.VoiceReport.Executive;
import io.os199.cs.feedback.voice.report.VoiceReport.FeatureDemand;
import io.os199.cs.feedback.voice.report.VoiceReport.Product;
import io.os199.cs.feedback.voice.report.VoiceReport.Quote;
import io.os199.cs.feedback.voice.report.VoiceReport.ReportCounts;
import io.os199.cs.feedback.voice.report.VoiceReport.ReportEvidence;
import io.os199.cs.feedback.voice.report.VoiceReport.ReportTheme;
import io.os199.cs.feedback.voice.report.VoiceReport.RoadmapEntry;
import io.os199.cs.feedback.voice.report.VoiceReport.Sections;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.satisfaction.SatisfactionFilter;
import io.os199.cs.retention.satisfaction.SatisfactionPeriod;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey;
import io.os199.cs.retention.satisfaction.SurveyAnswer;
import io.os199.cs.retention.satisfaction.SurveyKind;
import io.os199.cs.retention.satisfaction.SurveyTally;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Computes what a report says, each figure once. */
final class ReportReader {
    private static final int MOST = 5;
    private static final int MOST_LOOPS = 10;
    private static final int MOST_ADVICE = 5;
    private static final int LEAST_MENTIONS = 3;
    private static final int MOST_THEMES = 10;
    private static final int ENOUGH_CLIENTS = 3;

    private final Transaction tx;
    private final ReportOrder order;
    private final VoiceScope scope;
    private final Cursors cursors;
    private final Instant now;
    private final List<Truncation> truncated = new ArrayList<>();

    ReportReader(Transaction tx, ReportOrder order, Cursors cursors, Instant now) {
        this.tx = tx;
        this.order = order;
        this.scope = order.scope();
        this.cursors = cursors;
        this.now = now;
    }

    Content read() {
        ReportAudience audience = order.audience();
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
                new ProgramReader(tx, scope).advice().stream().limit(MOST_ADVICE).toList();
        List<Count> insights = dao.insights(scope);
        Sections sections =
                new Sections(
                        audience.reads(ReportAudience.EXECUTIVE)
                                ? executive(said, headlines)
                                : null,
                        audience.reads(ReportAudience.PRODUCT)
                                ? product(said, dao.features(scope), insights, roadmap)
                                : null,
                        audience.reads(ReportAudience.CS_TEAM)
                                ? csTeam(loops, metrics, nps)
                                : null);
        ClientRef client = order.client();
        VoiceReport report =
                new VoiceReport(
                        null,
                        null,
                        null,
                        client == null ? null : client.clientId(),
                        client == null ? null : client.clientName(),
                        order.type(),
                        new Period(scope.periodStart(), scope.periodEnd()),
                        audience,
                        sections,
                        new ReportCounts(
                                said.counts().itemCount(),
                                said.counts().scoredCount(),
                                said.counts().clientCount(),
                                metrics.receivedCount(),
                                metrics.closedCount(),
                                metrics.openCount(),
                                metrics.overdueCount()),
                        themes(said)
                                .filter(each -> each.quoteText() != null)
                                .limit(MOST)
                                .map(ReportReader::quote)
                                .toList(),
                        new ReportEvidence(
                                said.evidence(),
                                scope.asOf(),
                                "current",
                                insights.stream().mapToInt(Count::count).sum()),
                        said.dataGaps(),
                        truncated.isEmpty() ? null : List.copyOf(truncated));
        return new Content(report, headlines, advice);
    }

    /** As {@code analyze_feedback_sentiment} says it by default. */
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

    private Executive executive(SentimentReport said, List<Headline> headlines) {
        return new Executive(
                headlines,
                said.surveys(),
                said.sentiment(),
                said.trend(),
                cut(
                        "sections.executive.top_themes",
                        themes(said).map(theme(said)::of).toList(),
                        MOST),
                cut(
                        "sections.executive.critical_issues",
                        Objects.requireNonNullElse(said.criticalIssues(), List.of()),
                        MOST),
                said.evidence().scopeArrAmount());
    }

    private Product product(
            SentimentReport said,
            List<FeatureDemand> features,
            List<Count> insights,
            List<RoadmapEntry> roadmap) {
        Map<RoadmapStatus, Long> byStatus =
                roadmap.stream()
                        .collect(
                                Collectors.groupingBy(RoadmapEntry::status, Collectors.counting()));
        return new Product(
                cut("sections.product.themes", themes(said).map(theme(said)::of).toList(), MOST),
                cut("sections.product.features", features, MOST),
                insights,
                Arrays.stream(RoadmapStatus.values())
                        .filter(byStatus::containsKey)
                        .map(
                                status ->
                                        new Count(
                                                WireName.of(status),
                                                Math.toIntExact(byStatus.getOrDefault(status, 0L))))
                        .toList(),
                cut("sections.product.roadmap", roadmap, MOST));
    }

    private CsTeam csTeam(LoopReader loops, LoopMetrics metrics, SatisfactionSurvey nps) {
        int open = metrics.openCount() + metrics.earlierOpenCount();
        int detractors = nps.followUpCounts(now).totalCount();
        CsTeam team =
                new CsTeam(
                        metrics,
                        loops.open(MOST_LOOPS),
                        loops.lateFollowUps(MOST),
                        nps.followUps(null, MOST).stream().map(ReportReader::detractor).toList(),
                        detractors);
        note("sections.cs_team.open_loops", team.openLoops().size(), open);
        note(
                "sections.cs_team.overdue_follow_ups",
                team.overdueFollowUps().size(),
                metrics.overdueFollowUpCount());
        note("sections.cs_team.detractors", team.detractors().size(), detractors);
        return team;
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

    private <T> List<T> cut(String list, List<T> all, int most) {
        List<T> shown = all.subList(0, Math.min(most, all.size()));
        note(list, shown.size(), all.size());
        return List.copyOf(shown);
    }

    private void note(String list, int shown, int total) {
        if (shown < total) {
            truncated.add(new Truncation(list, shown, total));
        }
    }

    /** The most mentioned first. */
    private static Stream<Theme> themes(SentimentReport said) {
        Themes themes = said.themes();
        return themes == null
                ? Stream.empty()
                : Stream.of(themes.positive(), themes.negative(), themes.mixed())
                        .flatMap(List::stream)
                        .sorted(
                                Comparator.comparingInt(Theme::mentions)
                                        .reversed()
                                        .thenComparing(Theme::themeId));
    }

    /** Makes the short form of a theme. */
    private interface Short {
        ReportTheme of(Theme theme);
    }

    private static Short theme(SentimentReport said) {
        Themes themes = said.themes();
        List<String> emerging = themes == null ? null : themes.emerging();
        return theme ->
                new ReportTheme(
                        true,
                        theme.themeId(),
                        theme.phraseText(),
                        ThemeLabel.of(theme.meanSentiment().doubleValue()),
                        theme.mentions(),
                        theme.clientCount(),
                        theme.meanSentiment(),
                        theme.arrAmount(),
                        emerging != null && emerging.contains(theme.themeId()) ? true : null);
    }

    private static Quote quote(Theme theme) {
        return new Quote(
                true,
                text(theme.quoteText()),
                theme.themeId(),
                ThemeLabel.of(theme.meanSentiment().doubleValue()),
                theme.truncated());
    }

    private static String text(@Nullable String quote) {
        return Objects.requireNonNull(quote);
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
