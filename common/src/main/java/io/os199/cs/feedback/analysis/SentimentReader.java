package io.os199.cs.feedback.analysis;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.feedback.analysis.AnalysisDao.ListedItem;
import io.os199.cs.feedback.analysis.AnalysisDao.Part;
import io.os199.cs.feedback.analysis.AnalysisDao.Tally;
import io.os199.cs.feedback.analysis.AnalysisOrder.Position;
import io.os199.cs.feedback.analysis.AnalysisOrder.Scope;
import io.os199.cs.feedback.analysis.SentimentReport.Bands;
import io.os199.cs.feedback.analysis.SentimentReport.Count;
import io.os199.cs.feedback.analysis.SentimentReport.Counts;
import io.os199.cs.feedback.analysis.SentimentReport.Evidence;
import io.os199.cs.feedback.analysis.SentimentReport.Feeling;
import io.os199.cs.feedback.analysis.SentimentReport.Item;
import io.os199.cs.feedback.analysis.SentimentReport.Items;
import io.os199.cs.feedback.analysis.SentimentReport.Method;
import io.os199.cs.feedback.analysis.SentimentReport.Period;
import io.os199.cs.feedback.analysis.SentimentReport.Segment;
import io.os199.cs.feedback.analysis.SentimentReport.Surveys;
import io.os199.cs.feedback.analysis.SentimentReport.Unscored;
import io.os199.cs.feedback.sentiment.SentimentScorer.Label;
import io.os199.cs.feedback.theme.Phrases;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.satisfaction.SatisfactionFilter;
import io.os199.cs.retention.satisfaction.SatisfactionPeriod;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey;
import io.os199.cs.retention.satisfaction.SurveyKind;
import io.os199.cs.retention.satisfaction.SurveyTally;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what customers said, either one client or all that are asked for. */
public final class SentimentReader {
    /** The default number of items on a page. */
    public static final int USUAL_LIMIT = 20;

    private static final int LONGEST_CONTENT = 500;

    private final Transaction tx;
    private final AnalysisDao dao;
    private final AnalysisOrder order;
    private final @Nullable ClientRef client;
    private final @Nullable String csm;
    private final Scope scope;
    private final Cursors cursors;
    private final Instant now;

    /**
     * Reads in one transaction.
     *
     * @param client absent for the portfolio
     * @param csm the name that the order has only as a hash
     */
    public SentimentReader(
            Transaction tx,
            AnalysisOrder order,
            @Nullable ClientRef client,
            @Nullable String csm,
            Cursors cursors,
            Instant now) {
        this.tx = tx;
        this.dao = tx.dao(AnalysisDao.class);
        this.order = order;
        this.client = client;
        this.csm = csm;
        this.scope = order.scope(client == null ? null : client.clientId(), csm);
        this.cursors = cursors;
        this.now = now;
    }

    /** Returns the digest that two calls for pages of one list share. */
    public static String digest(AnalysisOrder order, @Nullable String clientId) {
        return Cursors.digest("feedback_items", new Listed(clientId, order.first()));
    }

    private record Listed(@Nullable String clientId, AnalysisOrder order) {}

    /** Returns the whole report. */
    public SentimentReport read() {
        Map<Boolean, Tally> tallies =
                dao.tallies(scope).stream()
                        .collect(Collectors.toMap(Tally::isNow, Function.identity()));
        Tally tally = tallies.getOrDefault(true, Tally.none(true));
        Tally before = tallies.getOrDefault(false, Tally.none(false));
        List<Part> parts = tally.itemCount() == 0 ? List.of() : dao.parts(scope);
        List<Truncation> truncated = new ArrayList<>();
        boolean hasItems = tally.itemCount() > 0;
        ThemeReader.Read themes =
                hasItems && order.includeThemes()
                        ? new ThemeReader(dao, order, scope, client != null).read(tally, truncated)
                        : null;
        Surveys surveys = order.includeNps() ? surveys() : null;
        int overdue = hasItems ? dao.overdue(scope, order.asOf()) : 0;
        SentimentTrend trend =
                hasItems && order.compareToPrevious() ? SentimentTrend.of(tally, before) : null;
        Feeling sentiment = hasItems ? feeling(tally) : null;
        SentimentReport report =
                new SentimentReport(
                        client == null ? null : client.clientId(),
                        client == null ? null : client.clientName(),
                        new Period(order.periodStart(), order.periodEnd()),
                        counts(tally, parts),
                        sentiment,
                        hasItems && order.compareToPrevious() ? feeling(before) : null,
                        trend == null || trend == SentimentTrend.UNKNOWN
                                ? null
                                : Rounded.rate(mean(tally) - mean(before)),
                        trend,
                        themes == null ? null : themes.themes(),
                        themes == null ? null : themes.issues(),
                        surveys,
                        hasItems && client == null ? segments(parts) : null,
                        null,
                        SentimentRules.of(tally, parts, trend, themes, surveys, overdue),
                        evidence(tally, parts, overdue, themes),
                        gaps(tally, before, trend),
                        truncated.isEmpty() ? null : truncated);
        return hasItems && order.includeItems() ? with(report, items(report, tally)) : report;
    }

    private static SentimentReport with(SentimentReport report, Items items) {
        return new SentimentReport(
                report.clientId(),
                report.clientName(),
                report.period(),
                report.counts(),
                report.sentiment(),
                report.previous(),
                report.change(),
                report.trend(),
                report.themes(),
                report.criticalIssues(),
                report.surveys(),
                report.bySegment(),
                items,
                report.recommendations(),
                report.evidence(),
                report.dataGaps(),
                report.truncated());
    }

    private static double mean(Tally tally) {
        return Objects.requireNonNull(tally.mean());
    }

    private static Counts counts(Tally tally, List<Part> parts) {
        return new Counts(
                tally.itemCount(),
                tally.scoredCount(),
                tally.itemCount() - tally.scoredCount(),
                of(parts, "gap").stream()
                        .map(each -> new Unscored(each.key(), each.count()))
                        .toList(),
                tally.noSignalCount(),
                tally.clientCount(),
                counted(parts, "type"),
                counted(parts, "category"),
                counted(parts, "priority"));
    }

    private static List<Count> counted(List<Part> parts, String dimension) {
        return of(parts, dimension).stream()
                .map(each -> new Count(each.key(), each.count()))
                .toList();
    }

    static List<Part> of(List<Part> parts, String dimension) {
        return parts.stream().filter(each -> each.dimension().equals(dimension)).toList();
    }

    private static Feeling feeling(Tally tally) {
        int n = tally.scoredCount();
        Double mean = tally.mean();
        Double deviation = tally.deviation();
        Interval interval =
                mean == null || deviation == null || n < Measures.LEAST
                        ? null
                        : Interval.mean(mean, deviation, n);
        int leaning = tally.veryNegativeCount();
        return new Feeling(
                n,
                mean == null || interval == null ? null : Rounded.rate(mean),
                interval == null ? null : Rounded.rate(interval.low()),
                interval == null ? null : Rounded.rate(interval.high()),
                interval == null ? null : "student",
                mean == null || interval == null ? null : overall(mean),
                Measures.share(tally.positiveCount(), n),
                Measures.share(tally.neutralCount(), n),
                Measures.share(tally.negativeCount(), n),
                new Bands(
                        leaning,
                        tally.negativeCount() - leaning,
                        tally.neutralCount(),
                        tally.positiveCount() - tally.veryPositiveCount(),
                        tally.veryPositiveCount()),
                Measures.isSmall(n));
    }

    private static Label overall(double mean) {
        return switch (ThemeLabel.of(mean)) {
            case POSITIVE -> Label.POSITIVE;
            case MIXED -> Label.NEUTRAL;
            case NEGATIVE -> Label.NEGATIVE;
        };
    }

    private Surveys surveys() {
        SatisfactionFilter filter =
                new SatisfactionFilter(
                        client == null ? null : client.clientId(), order.tier(), csm, null);
        List<SurveyTally> tallies =
                new SatisfactionSurvey(
                                tx,
                                filter,
                                List.of(SurveyKind.NPS, SurveyKind.CSAT, SurveyKind.CES),
                                new SatisfactionPeriod(order.periodStart(), order.periodEnd()))
                        .results().stream().map(SatisfactionSurvey.Result::tally).toList();
        return new Surveys(
                Measures.nps(tallies.get(0)),
                Measures.csat(tallies.get(1)),
                Measures.ces(tallies.get(2)));
    }

    private static List<Segment> segments(List<Part> parts) {
        return of(parts, "tier").stream()
                .map(
                        each -> {
                            Double mean = each.mean();
                            return new Segment(
                                    each.key(),
                                    each.scoredCount(),
                                    mean == null || each.scoredCount() < Measures.LEAST
                                            ? null
                                            : Rounded.rate(mean));
                        })
                .toList();
    }

    private Evidence evidence(
            Tally tally, List<Part> parts, int overdue, ThemeReader.@Nullable Read themes) {
        return new Evidence(
                order.asOf(),
                order.compareToPrevious()
                        ? new Period(order.previousStart(), order.periodStart())
                        : null,
                of(parts, "method").stream()
                        .map(each -> new Method(each.key(), each.count()))
                        .toList(),
                Phrases.VERSION,
                tally.feedbackCount(),
                tally.itemCount() - tally.feedbackCount(),
                overdue,
                themes == null ? null : themes.scopeArr(),
                "current",
                now);
    }

    private List<DataGap> gaps(Tally tally, Tally before, @Nullable SentimentTrend trend) {
        List<DataGap> gaps = new ArrayList<>();
        if (tally.itemCount() == 0) {
            gaps.add(
                    new DataGap(
                            "sentiment",
                            "no_feedback",
                            "Nobody wrote in this period: store what customers say with"
                                    + " collect_feedback, import feedback, or take a longer"
                                    + " period"));
            return gaps;
        }
        if (tally.scoredCount() < Measures.LEAST) {
            gaps.add(
                    new DataGap(
                            "sentiment.mean_sentiment",
                            "small_sample",
                            "A mean needs 5 scored items, there are %d; take a longer period"
                                    .formatted(tally.scoredCount())));
        }
        if (trend == SentimentTrend.UNKNOWN) {
            gaps.add(
                    new DataGap(
                            "change",
                            "small_sample",
                            "A trend needs 5 scored items in both periods, there are %d and %d"
                                    .formatted(tally.scoredCount(), before.scoredCount())));
        }
        return gaps;
    }

    private Items items(SentimentReport rest, Tally tally) {
        Position after = order.after();
        String digest = digest(order, client == null ? null : client.clientId());
        List<ListedItem> found =
                dao.items(
                        scope,
                        after == null ? null : after.receivedAt(),
                        after == null ? null : after.itemId(),
                        order.limit() + 1);
        Page<Item> page =
                Page.of(
                        found.stream().map(SentimentReader::item).toList(),
                        order.limit(),
                        tally.itemCount(),
                        AnswerBudget.of(order.limit(), USUAL_LIMIT),
                        rest,
                        last ->
                                cursors.after(
                                        digest,
                                        Arrays.asList(last.receivedAt().toString(), id(last))));
        return new Items(page.items(), page.totalCount(), page.nextCursor());
    }

    private static String id(Item item) {
        String feedbackId = item.feedbackId();
        return feedbackId == null ? Objects.requireNonNull(item.responseId()) : feedbackId;
    }

    private static Item item(ListedItem found) {
        String title = found.title();
        String raw = found.content();
        UntrustedText content = raw == null ? null : UntrustedText.of(raw, LONGEST_CONTENT);
        return new Item(
                true,
                found.isFeedback() ? found.itemId() : null,
                found.isFeedback() ? null : found.itemId(),
                found.clientId(),
                found.clientName(),
                found.type(),
                found.receivedAt(),
                found.status(),
                found.priority(),
                found.category(),
                found.sentiment(),
                Rounded.rateOf(found.score()),
                Rounded.rateOf(found.confidence()),
                found.contactEmail(),
                title == null ? null : UntrustedText.name(title),
                content == null ? null : content.text(),
                (content != null && content.truncated()) ? true : null);
    }
}
