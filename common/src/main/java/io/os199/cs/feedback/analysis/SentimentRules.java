package io.os199.cs.feedback.analysis;

import io.os199.cs.feedback.analysis.AnalysisDao.Part;
import io.os199.cs.feedback.analysis.AnalysisDao.Spoken;
import io.os199.cs.feedback.analysis.AnalysisDao.Tally;
import io.os199.cs.feedback.analysis.SentimentReport.CriticalIssue;
import io.os199.cs.feedback.analysis.SentimentReport.IssueSeverity;
import io.os199.cs.feedback.analysis.SentimentReport.Measure;
import io.os199.cs.feedback.analysis.SentimentReport.Surveys;
import io.os199.cs.feedback.analysis.ThemeReader.Found;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What to do about what customers say: the rules SEN-1 to SEN-6. */
final class SentimentRules {
    private static final BigDecimal LOW_NPS = BigDecimal.valueOf(30);
    private static final double MUCH_UNSCORED = 0.20;
    private static final int PRAISED = 5;
    private static final int MOST_OF_A_RULE = 3;

    private SentimentRules() {}

    static List<Recommendation> of(
            Tally tally,
            List<Part> parts,
            @Nullable SentimentTrend trend,
            ThemeReader.@Nullable Read themes,
            @Nullable Surveys surveys,
            int overdue) {
        List<Recommendation> found = new ArrayList<>();
        if (themes != null) {
            themes.issues().stream()
                    .filter(issue -> issue.severity() == IssueSeverity.HIGH)
                    .limit(MOST_OF_A_RULE)
                    .map(issue -> share(issue, themes.found()))
                    .forEach(found::add);
        }
        if (trend == SentimentTrend.DECLINING) {
            found.add(
                    new Recommendation(
                            "SEN-2",
                            "the mean sentiment declines by more than chance",
                            "Read the items of category %s, and review them with leadership"
                                    .formatted(worst(parts)),
                            Priority.HIGH,
                            "analyze_feedback_sentiment"));
        }
        if (overdue > 0) {
            found.add(
                    new Recommendation(
                            "SEN-3",
                            "%d negative items are past their follow-up day, and nobody was in touch"
                                    .formatted(overdue),
                            "Be in touch and close them",
                            Priority.HIGH,
                            "manage_voice_of_customer"));
        }
        Measure nps = surveys == null ? null : surveys.nps();
        if (nps != null && nps.value() != null && nps.value().compareTo(LOW_NPS) < 0) {
            found.add(
                    new Recommendation(
                            "SEN-4",
                            "NPS %s of %d answers".formatted(nps.value().toPlainString(), nps.n()),
                            "Call the detractors",
                            Priority.MEDIUM,
                            "monitor_satisfaction"));
        }
        int unscored = tally.itemCount() - tally.scoredCount();
        if (unscored > MUCH_UNSCORED * tally.itemCount()) {
            found.add(
                    new Recommendation(
                            "SEN-5",
                            "%d of %d items have no score%s"
                                    .formatted(unscored, tally.itemCount(), languages(parts)),
                            "Read these yourself (include_items): the figures leave them out",
                            Priority.LOW,
                            "analyze_feedback_sentiment"));
        }
        if (themes != null) {
            themes.found().stream()
                    .filter(each -> each.label() == ThemeLabel.POSITIVE)
                    .filter(each -> each.spoken().mentions() >= PRAISED)
                    .limit(MOST_OF_A_RULE)
                    .map(SentimentRules::praise)
                    .forEach(found::add);
        }
        return found;
    }

    private static Recommendation share(CriticalIssue issue, List<Found> found) {
        List<String> ids =
                found.stream()
                        .filter(each -> each.themeId().equals(issue.themeId()))
                        .flatMap(each -> each.behind().feedbackIds().stream())
                        .toList();
        return new Recommendation(
                "SEN-1",
                "%s: %s".formatted(issue.themeId(), issue.because()),
                ids.isEmpty()
                        ? "Tell product; it is said in survey answers only"
                        : "Tell product, with supporting_feedback_ids " + String.join(", ", ids),
                Priority.HIGH,
                "share_product_insights");
    }

    private static Recommendation praise(Found found) {
        Spoken spoken = found.spoken();
        return new Recommendation(
                "SEN-6",
                "%s: %d mentions with a mean of %s"
                        .formatted(
                                found.themeId(),
                                spoken.mentions(),
                                Rounded.rate(spoken.mean()).toPlainString()),
                "Tell the team and product marketing",
                Priority.LOW,
                "log_activity");
    }

    /** Returns the category with the lowest mean, of those with enough items; where none has, of all. */
    private static String worst(List<Part> parts) {
        List<Part> scored =
                SentimentReader.of(parts, "category").stream()
                        .filter(each -> each.mean() != null)
                        .toList();
        List<Part> many =
                scored.stream().filter(each -> each.scoredCount() >= Measures.LEAST).toList();
        return (many.isEmpty() ? scored : many)
                .stream()
                        .min(
                                Comparator.comparing(
                                        (Part each) -> Objects.requireNonNull(each.mean())))
                        .map(Part::key)
                        .orElse("none");
    }

    private static String languages(List<Part> parts) {
        String known =
                SentimentReader.of(parts, "language").stream()
                        .map(each -> "%s %d".formatted(each.key(), each.count()))
                        .collect(Collectors.joining(", "));
        return known.isEmpty() ? "" : "; languages: " + known;
    }
}
