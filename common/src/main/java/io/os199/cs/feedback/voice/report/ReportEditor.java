package io.os199.cs.feedback.voice.report;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.feedback.analysis.SentimentReport;
import io.os199.cs.feedback.analysis.SentimentReport.Count;
import io.os199.cs.feedback.analysis.SentimentReport.Period;
import io.os199.cs.feedback.analysis.SentimentReport.Theme;
import io.os199.cs.feedback.analysis.SentimentReport.Themes;
import io.os199.cs.feedback.analysis.ThemeLabel;
import io.os199.cs.feedback.model.ReportAudience;
import io.os199.cs.feedback.model.RoadmapStatus;
import io.os199.cs.feedback.voice.VoiceScope;
import io.os199.cs.feedback.voice.loop.LoopReport.LoopMetrics;
import io.os199.cs.feedback.voice.report.VoiceReport.CsTeam;
import io.os199.cs.feedback.voice.report.VoiceReport.Executive;
import io.os199.cs.feedback.voice.report.VoiceReport.Product;
import io.os199.cs.feedback.voice.report.VoiceReport.Quote;
import io.os199.cs.feedback.voice.report.VoiceReport.ReportCounts;
import io.os199.cs.feedback.voice.report.VoiceReport.ReportEvidence;
import io.os199.cs.feedback.voice.report.VoiceReport.ReportTheme;
import io.os199.cs.feedback.voice.report.VoiceReport.RoadmapEntry;
import io.os199.cs.feedback.voice.report.VoiceReport.Sections;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.AnswerBudget;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Arranges the facts into the sections of an audience, within the size limit of an answer. */
final class ReportEditor {
    static final int MOST = 5;
    static final int MOST_LOOPS = 10;

    /** The size of an answer, less what surrounds the report. */
    private static final AnswerBudget ROOM = new AnswerBudget(AnswerBudget.USUAL.bytes() - 1_000);

    private final ReportOrder order;
    private final ReportFacts facts;
    private final int most;
    private final List<Truncation> truncated = new ArrayList<>();

    private ReportEditor(ReportOrder order, ReportFacts facts, int most) {
        this.order = order;
        this.facts = facts;
        this.most = most;
    }

    /** Returns the report with as much of each list as fits. */
    static VoiceReport edit(ReportOrder order, ReportFacts facts) {
        for (int most = MOST; ; most--) {
            VoiceReport report = new ReportEditor(order, facts, most).report();
            if (most == 1 || ROOM.holds(Json.written(report, true))) {
                return report;
            }
        }
    }

    private VoiceReport report() {
        SentimentReport said = facts.said();
        LoopMetrics loops = facts.loops();
        ReportAudience audience = order.audience();
        Sections sections =
                new Sections(
                        audience.reads(ReportAudience.EXECUTIVE) ? executive() : null,
                        audience.reads(ReportAudience.PRODUCT) ? product() : null,
                        audience.reads(ReportAudience.CS_TEAM) ? csTeam() : null);
        ClientRef client = order.client();
        VoiceScope scope = order.scope();
        return new VoiceReport(
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
                        loops.receivedCount(),
                        loops.closedCount(),
                        loops.openCount(),
                        loops.overdueCount()),
                themes().filter(each -> each.quoteText() != null)
                        .limit(most)
                        .map(ReportEditor::quote)
                        .toList(),
                new ReportEvidence(
                        said.evidence(),
                        scope.asOf(),
                        "current",
                        facts.insights().stream().mapToInt(Count::count).sum()),
                said.dataGaps(),
                truncated.isEmpty() ? null : List.copyOf(truncated));
    }

    private Executive executive() {
        SentimentReport said = facts.said();
        return new Executive(
                facts.headlines(),
                said.surveys(),
                said.sentiment(),
                said.trend(),
                cut("sections.executive.top_themes", shortThemes(), most),
                cut(
                        "sections.executive.critical_issues",
                        Objects.requireNonNullElse(said.criticalIssues(), List.of()),
                        most),
                said.evidence().scopeArrAmount());
    }

    private Product product() {
        List<RoadmapEntry> roadmap = facts.roadmap();
        Map<RoadmapStatus, Long> byStatus =
                roadmap.stream()
                        .collect(
                                Collectors.groupingBy(RoadmapEntry::status, Collectors.counting()));
        return new Product(
                cut("sections.product.themes", shortThemes(), most),
                cut("sections.product.features", facts.features(), most),
                facts.insights(),
                Arrays.stream(RoadmapStatus.values())
                        .filter(byStatus::containsKey)
                        .map(
                                status ->
                                        new Count(
                                                WireName.of(status),
                                                Math.toIntExact(byStatus.getOrDefault(status, 0L))))
                        .toList(),
                cut("sections.product.roadmap", roadmap, most));
    }

    private CsTeam csTeam() {
        LoopMetrics loops = facts.loops();
        return new CsTeam(
                loops,
                cut(
                        "sections.cs_team.open_loops",
                        facts.openLoops(),
                        2 * most,
                        loops.openCount() + loops.earlierOpenCount()),
                cut(
                        "sections.cs_team.overdue_follow_ups",
                        facts.lateFollowUps(),
                        most,
                        loops.overdueFollowUpCount()),
                cut(
                        "sections.cs_team.detractors",
                        facts.detractors(),
                        most,
                        facts.detractorCount()),
                facts.detractorCount());
    }

    private <T> List<T> cut(String list, List<T> all, int bound) {
        return cut(list, all, bound, all.size());
    }

    private <T> List<T> cut(String list, List<T> read, int bound, int total) {
        List<T> shown = read.subList(0, Math.min(bound, read.size()));
        if (shown.size() < total) {
            truncated.add(new Truncation(list, shown.size(), total));
        }
        return List.copyOf(shown);
    }

    /** Returns the most mentioned first. */
    private Stream<Theme> themes() {
        Themes themes = facts.said().themes();
        return themes == null
                ? Stream.empty()
                : Stream.of(themes.positive(), themes.negative(), themes.mixed())
                        .flatMap(List::stream)
                        .sorted(
                                Comparator.comparingInt(Theme::mentions)
                                        .reversed()
                                        .thenComparing(Theme::themeId));
    }

    private List<ReportTheme> shortThemes() {
        Themes themes = facts.said().themes();
        List<String> ids = themes == null ? null : themes.emerging();
        List<String> emerging = ids == null ? List.of() : ids;
        return themes().map(each -> shortened(each, emerging)).toList();
    }

    private static ReportTheme shortened(Theme theme, List<String> emerging) {
        return new ReportTheme(
                true,
                theme.themeId(),
                theme.phraseText(),
                ThemeLabel.of(theme.meanSentiment().doubleValue()),
                theme.mentions(),
                theme.clientCount(),
                theme.meanSentiment(),
                theme.arrAmount(),
                emerging.contains(theme.themeId()) ? true : null);
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
}
