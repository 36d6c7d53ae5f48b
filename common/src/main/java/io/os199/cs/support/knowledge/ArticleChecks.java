package io.os199.cs.support.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What an article needs before customers see it. */
final class ArticleChecks {
    private static final int LEAST_BODY = 50;

    /** The target of a link in Markdown, and of an autolink. */
    private static final Pattern LINK =
            Pattern.compile("\\]\\(\\s*([^)\\s]+)|<([a-zA-Z]+:[^>\\s]*)>");

    private static final Pattern PLAIN = Pattern.compile("(?i)\\b(?:http|javascript):");
    private static final String INTERNAL = "article:";

    private ArticleChecks() {}

    /** The ids of articles that a text links to, as {@code [words](article:id)}. */
    static List<String> linked(String body) {
        return LINK.matcher(body)
                .results()
                .map(ArticleChecks::target)
                .filter(target -> target.startsWith(INTERNAL))
                .map(target -> target.substring(INTERNAL.length()))
                .distinct()
                .toList();
    }

    private static String target(MatchResult link) {
        String target = link.group(1) == null ? link.group(2) : link.group(1);
        return target.toLowerCase(Locale.ROOT).startsWith(INTERNAL) ? target : "";
    }

    /** All that is missing or wrong. */
    static List<String> failures(Article article, String body, String summary, List<String> dead) {
        List<String> failures = new ArrayList<>();
        if (summary.isBlank()) {
            failures.add("it has no summary");
        }
        if (article.category() == null) {
            failures.add("it has no category");
        }
        if (article.tags().isEmpty()) {
            failures.add("it has no tag");
        }
        if (body.strip().length() < LEAST_BODY) {
            failures.add("its body has fewer than %d characters".formatted(LEAST_BODY));
        }
        if (PLAIN.matcher(body).find()) {
            failures.add("it has an http: or javascript: link; use https:");
        }
        if (!dead.isEmpty()) {
            failures.add("it links to articles that are not published: " + String.join(", ", dead));
        }
        return failures;
    }
}
