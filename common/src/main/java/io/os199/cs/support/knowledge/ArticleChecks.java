package io.os199.cs.support.knowledge;

import io.os199.cs.platform.text.Beginning;
import io.os199.cs.support.knowledge.ArticleDao.Version;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The requirements that an article must meet before customers see it. */
final class ArticleChecks {
    private static final int LEAST_BODY = 50;

    /** The target of a Markdown link, and of an autolink. */
    private static final Pattern LINK =
            Pattern.compile("\\]\\(\\s*([^)\\s]+)|<([a-zA-Z]+:[^>\\s]*)>");

    /**
     * Links to http: and to scripts, even with tabs or line breaks hidden between the letters of {@code javascript:}.
     */
    private static final Pattern UNSAFE =
            Pattern.compile("(?i)\\bhttp:|\\b" + String.join("[\\t\\n]*", "javascript:".split("")));

    private static final Pattern REFERENCE =
            Pattern.compile("(?i)&(?:#x0*([0-9a-f]{1,6})|#0*([0-9]{1,7})|(colon|tab|newline));?");

    private static final int MOST_NAMED = 5;
    private static final int LONGEST_ID = 60;
    private static final String INTERNAL = "article:";

    private ArticleChecks() {}

    /** Returns the ids of the articles that a text links to, as {@code [words](article:id)}. */
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

    /** Returns everything that is missing or wrong. */
    static List<String> failures(Article article, Version text, List<String> dead) {
        List<String> failures = new ArrayList<>();
        if (text.summary() == null || text.summary().isBlank()) {
            failures.add("it has no summary");
        }
        if (article.category() == null) {
            failures.add("it has no category");
        }
        if (article.tags().isEmpty()) {
            failures.add("it has no tag");
        }
        if (text.body().strip().length() < LEAST_BODY) {
            failures.add("its body has fewer than %d characters".formatted(LEAST_BODY));
        }
        if (UNSAFE.matcher(decoded(text.body())).find()) {
            failures.add("it has an http: or javascript: link; use https:");
        }
        if (!dead.isEmpty()) {
            failures.add("it links to articles that are not published: " + named(dead));
        }
        return failures;
    }

    private static String named(List<String> ids) {
        String named =
                ids.stream()
                        .limit(MOST_NAMED)
                        .map(id -> Beginning.of(id, LONGEST_ID))
                        .collect(Collectors.joining(", "));
        return ids.size() > MOST_NAMED
                ? "%s and %d more".formatted(named, ids.size() - MOST_NAMED)
                : named;
    }

    /**
     * Decodes the text as browsers read it: a scheme may be spelled with character references, and blanks in it do
     * not count.
     */
    private static String decoded(String body) {
        return REFERENCE
                .matcher(body)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        character(found.group(1), found.group(2), found.group(3))));
    }

    private static String character(
            @Nullable String hex, @Nullable String decimal, @Nullable String name) {
        if (name != null) {
            return name.equalsIgnoreCase("colon") ? ":" : "";
        }
        int code =
                hex == null
                        ? Integer.parseInt(Objects.requireNonNull(decimal), 10)
                        : Integer.parseInt(hex, 16);
        return code == '\t' || code == '\n' || code == '\r' || !Character.isValidCodePoint(code)
                ? ""
                : Character.toString(code);
    }
}
