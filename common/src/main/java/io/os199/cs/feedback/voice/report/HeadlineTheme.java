package io.os199.cs.feedback.voice.report;

import io.os199.cs.feedback.analysis.SentimentReport;
import io.os199.cs.feedback.analysis.SentimentReport.CriticalIssue;
import io.os199.cs.feedback.analysis.SentimentReport.Theme;
import io.os199.cs.feedback.analysis.SentimentReport.Themes;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The theme that a headline names by its id, in customers' words.
 *
 * @param quoteText absent for an issue that is not among the themes of the report
 */
public record HeadlineTheme(
        boolean untrusted,
        String themeId,
        @Nullable @Personal(Personal.Kind.TEXT) String phraseText,
        @Nullable @Personal(Personal.Kind.TEXT) String quoteText,
        @Nullable Boolean truncated) {
    /** Returns each theme that a headline names, once. */
    static List<HeadlineTheme> of(SentimentReport said, List<Headline> headlines) {
        List<HeadlineTheme> known = new ArrayList<>();
        Themes themes = said.themes();
        if (themes != null) {
            for (List<Theme> of : List.of(themes.positive(), themes.negative(), themes.mixed())) {
                of.forEach(each -> known.add(of(each)));
            }
        }
        List<String> ids = known.stream().map(HeadlineTheme::themeId).toList();
        Objects.requireNonNullElse(said.criticalIssues(), List.<CriticalIssue>of()).stream()
                .filter(each -> !ids.contains(each.themeId()))
                .forEach(each -> known.add(of(each)));
        return known.stream()
                .filter(
                        each ->
                                headlines.stream()
                                        .anyMatch(h -> h.because().startsWith(each.themeId())))
                .toList();
    }

    private static HeadlineTheme of(Theme theme) {
        return new HeadlineTheme(
                true, theme.themeId(), theme.phraseText(), theme.quoteText(), theme.truncated());
    }

    private static HeadlineTheme of(CriticalIssue issue) {
        return new HeadlineTheme(true, issue.themeId(), issue.phraseText(), null, null);
    }
}
