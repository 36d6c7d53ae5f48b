package io.os199.cs.feedback.voice.report;

import io.os199.cs.feedback.analysis.SentimentReport;
import io.os199.cs.feedback.analysis.SentimentReport.CriticalIssue;
import io.os199.cs.feedback.analysis.SentimentReport.Feeling;
import io.os199.cs.feedback.analysis.SentimentReport.IssueSeverity;
import io.os199.cs.feedback.analysis.SentimentReport.Theme;
import io.os199.cs.feedback.analysis.SentimentTrend;
import io.os199.cs.feedback.voice.Rate;
import io.os199.cs.feedback.voice.report.Headline.Kind;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The headlines of a report: the rules VOC-H1 to VOC-H6. */
final class Headlines {
    private static final BigDecimal MUCH = BigDecimal.valueOf(5);
    private static final BigDecimal FEW_CLOSED = new BigDecimal("0.60");
    private static final int MOST_OF_A_RULE = 3;

    private Headlines() {}

    /** A roadmap item that was shipped in the period, with at least three clients behind it. */
    record Shipped(String itemId, int clientCount) {}

    /**
     * Returns the headlines, in the order of the rules.
     *
     * @param closure the closure of the loops received in the period
     * @param urgentOverdueCount open loops of priority critical and high past their day, whenever received
     */
    static List<Headline> of(
            SentimentReport said,
            Sample nps,
            Sample npsBefore,
            List<Shipped> shipped,
            Rate closure,
            int urgentOverdueCount) {
        List<Headline> found = new ArrayList<>();
        Headline score = nps(nps, npsBefore);
        if (score != null) {
            found.add(score);
        }
        Headline mood = mood(said);
        if (mood != null) {
            found.add(mood);
        }
        issues(said).stream()
                .filter(each -> each.severity() == IssueSeverity.HIGH)
                .limit(MOST_OF_A_RULE)
                .map(Headlines::issue)
                .forEach(found::add);
        emerging(said).limit(MOST_OF_A_RULE).map(Headlines::emerging).forEach(found::add);
        shipped.stream().limit(MOST_OF_A_RULE).map(Headlines::shipped).forEach(found::add);
        if (closure.isBelow(FEW_CLOSED) || urgentOverdueCount > 0) {
            found.add(
                    new Headline(
                            "VOC-H6",
                            Kind.CONCERN,
                            "closure_rate",
                            closure.rate(),
                            null,
                            (int) closure.n(),
                            ("%d of %d loops of the period are closed; of all open ones %d of"
                                            + " priority critical or high are overdue")
                                    .formatted(closure.count(), closure.n(), urgentOverdueCount),
                            null));
        }
        return found;
    }

    private static @Nullable Headline nps(Sample now, Sample before) {
        BigDecimal value = now.value();
        BigDecimal was = before.value();
        if (value == null || was == null) {
            return null;
        }
        BigDecimal change = value.subtract(was);
        if (change.abs().compareTo(MUCH) < 0) {
            return null;
        }
        boolean isCertain =
                Objects.requireNonNull(now.intervalLow())
                                        .compareTo(Objects.requireNonNull(before.intervalHigh()))
                                > 0
                        || Objects.requireNonNull(now.intervalHigh())
                                        .compareTo(Objects.requireNonNull(before.intervalLow()))
                                < 0;
        return new Headline(
                "VOC-H1",
                change.signum() > 0 ? Kind.WIN : Kind.CONCERN,
                "nps",
                value,
                was,
                (int) now.n(),
                "NPS %s of %d answers, before %s of %d"
                        .formatted(value.toPlainString(), now.n(), was.toPlainString(), before.n()),
                isCertain);
    }

    private static @Nullable Headline mood(SentimentReport said) {
        SentimentTrend trend = said.trend();
        Feeling now = said.sentiment();
        Feeling before = said.previous();
        if (now == null
                || before == null
                || (trend != SentimentTrend.IMPROVING && trend != SentimentTrend.DECLINING)) {
            return null;
        }
        return new Headline(
                "VOC-H2",
                trend == SentimentTrend.IMPROVING ? Kind.WIN : Kind.CONCERN,
                "mean_sentiment",
                now.meanSentiment(),
                before.meanSentiment(),
                now.n(),
                "the mean of %d items, before of %d, by more than chance"
                        .formatted(now.n(), before.n()),
                true);
    }

    private static List<CriticalIssue> issues(SentimentReport said) {
        List<CriticalIssue> issues = said.criticalIssues();
        return issues == null ? List.of() : issues;
    }

    private static Headline issue(CriticalIssue issue) {
        return new Headline(
                "VOC-H3",
                Kind.CONCERN,
                "critical_issue_arr_amount",
                issue.arrAmount(),
                null,
                issue.mentions(),
                "%s: %d clients, ARR %s; %s"
                        .formatted(
                                issue.themeId(),
                                issue.clientCount(),
                                issue.arrAmount().toPlainString(),
                                issue.because()),
                null);
    }

    /** Returns the most mentioned first. */
    private static Stream<Theme> emerging(SentimentReport said) {
        SentimentReport.Themes themes = said.themes();
        List<String> ids = themes == null ? null : themes.emerging();
        return themes == null || ids == null
                ? Stream.empty()
                : Stream.of(themes.positive(), themes.negative(), themes.mixed())
                        .flatMap(List::stream)
                        .filter(each -> ids.contains(each.themeId()))
                        .sorted(
                                Comparator.comparingInt(Theme::mentions)
                                        .reversed()
                                        .thenComparing(Theme::themeId));
    }

    private static Headline emerging(Theme theme) {
        Integer before = theme.previousMentions();
        return new Headline(
                "VOC-H4",
                Kind.WATCH,
                "theme_mentions",
                BigDecimal.valueOf(theme.mentions()),
                before == null ? null : BigDecimal.valueOf(before),
                null,
                "%s: %d mentions by %d clients"
                        .formatted(theme.themeId(), theme.mentions(), theme.clientCount()),
                null);
    }

    private static Headline shipped(Shipped item) {
        return new Headline(
                "VOC-H5",
                Kind.WIN,
                "shipped_item_client_count",
                BigDecimal.valueOf(item.clientCount()),
                null,
                null,
                "%s was shipped, which %d clients asked for"
                        .formatted(item.itemId(), item.clientCount()),
                null);
    }
}
