package io.os199.cs.api.tools.support;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.knowledge.Article;
import io.os199.cs.support.knowledge.ArticleStatus;
import io.os199.cs.support.knowledge.Knowledge.Found;
import io.os199.cs.support.knowledge.Knowledge.Parts;
import io.os199.cs.support.knowledge.KnowledgeFigures;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An article, articles, or what was read and missed.
 *
 * @param relatedArticles articles similar to this one
 * @param similarArticles published articles whose title is almost that of the new one
 * @param isDryRun whether this only reports what would happen
 */
public record KnowledgeAnswer(
        @Nullable ArticleView article,
        @JsonUnwrapped @Nullable Body body,
        @JsonUnwrapped @Nullable Results results,
        @JsonUnwrapped @Nullable Analytics analytics,
        @Nullable List<Item> relatedArticles,
        @Nullable List<Similar> similarArticles,
        @Nullable String nextCursor,
        @Nullable Boolean isDryRun,
        Instant computedAt,
        List<DataGap> dataGaps) {
    private static final int MOST_CATEGORIES = 20;

    /**
     * Up to fifteen thousand characters of a body, fewer where they take many bytes.
     *
     * @param truncated how many of its characters were shown so far, where it continues at {@code nextOffset}
     * @param draftBodyText the draft besides the text that customers see, from the same character on
     */
    public record Body(
            @Nullable String bodyText,
            @Nullable List<Truncation> truncated,
            @Nullable Integer nextOffset,
            @Nullable String draftBodyText) {
        /** The parts of a body and of its draft; {@code length} is that of the longer. */
        static Body of(String body, @Nullable String draft, int shown, int length, boolean isMore) {
            return new Body(
                    body,
                    isMore ? List.of(new Truncation("body_text", shown, length)) : null,
                    isMore ? shown : null,
                    draft);
        }
    }

    /**
     * The articles of a list or search.
     *
     * @param resultCount the number of articles with all words of the query
     * @param didYouMean the title word closest to a query word that no article contains
     */
    public record Results(
            @Nullable List<Item> items,
            @Nullable Long totalCount,
            @Nullable Long resultCount,
            @Nullable String didYouMean) {}

    /** Whether the article contains all words. */
    public enum Match {
        EXACT,
        PARTIAL
    }

    /**
     * An article of a list; in a search with its score.
     *
     * @param relevanceRate the score, with four decimals
     */
    public record Item(
            ArticleView article,
            @Nullable BigDecimal relevanceRate,
            @Nullable ScoreParts scoreParts,
            @Nullable Match match,
            @Nullable String snippetText) {
        static Item of(Article article) {
            return new Item(ArticleView.of(article), null, null, null, null);
        }

        static Item of(Found found, @Nullable Match match) {
            return new Item(
                    ArticleView.of(found.article()),
                    Rounded.rate(found.score()),
                    ScoreParts.of(found.parts()),
                    match,
                    found.snippet() == null ? null : UntrustedText.of(found.snippet(), 500).text());
        }
    }

    /**
     * The parts of a score, each from 0 to 1.
     *
     * @param rank of the words in the text, and {@code similarity} of the title; absent where nothing was searched
     *     for
     * @param viewed the share of articles with fewer views; only where nothing was searched for
     * @param category what is added for the ticket's category
     */
    public record ScoreParts(
            @Nullable BigDecimal rank,
            @Nullable BigDecimal similarity,
            BigDecimal helpful,
            BigDecimal recency,
            @Nullable BigDecimal viewed,
            @Nullable BigDecimal category) {
        static ScoreParts of(Parts parts) {
            return new ScoreParts(
                    Rounded.rateOf(parts.rank()),
                    Rounded.rateOf(parts.similarity()),
                    Rounded.rate(parts.helpful()),
                    Rounded.rate(parts.recency()),
                    Rounded.rateOf(parts.viewed()),
                    Rounded.rateOf(parts.category()));
        }
    }

    /** An article that is nearly the same. */
    public record Similar(String articleId, String title) {}

    /** What exists, and what was read and missed in a period; {@code periodEnd} is exclusive. */
    public record Analytics(
            @Nullable LocalDate periodStart,
            @Nullable LocalDate periodEnd,
            @Nullable List<OfStatus> articleCount,
            @Nullable Long viewCount,
            @Nullable Long searchCount,
            @Nullable BigDecimal zeroResultRate,
            @Nullable List<TopArticle> topArticles,
            @Nullable List<ContentGap> contentGaps,
            @Nullable List<Wanting> maintenance,
            @Nullable List<OfCategory> byCategory,
            @Nullable List<Truncation> truncated) {
        static Analytics of(KnowledgeFigures figures) {
            Map<ArticleStatus, Long> statuses =
                    figures.articles().stream()
                            .collect(
                                    Collectors.groupingBy(
                                            KnowledgeFigures.Counted::status,
                                            TreeMap::new,
                                            Collectors.summingLong(
                                                    KnowledgeFigures.Counted::articleCount)));
            return new Analytics(
                    figures.from(),
                    figures.end(),
                    statuses.entrySet().stream()
                            .map(each -> new OfStatus(each.getKey(), each.getValue()))
                            .toList(),
                    figures.viewCount(),
                    figures.searches().searchCount(),
                    figures.searches().searchCount() == 0
                            ? null
                            : Rounded.rate(
                                    (double) figures.searches().zeroResultCount()
                                            / figures.searches().searchCount()),
                    figures.top().items().stream().map(TopArticle::of).toList(),
                    figures.searches().gaps().items().stream().map(ContentGap::of).toList(),
                    figures.maintenance().items().stream().map(Wanting::of).toList(),
                    OfCategory.of(figures.articles()).stream().limit(MOST_CATEGORIES).toList(),
                    cut(figures));
        }

        private static @Nullable List<Truncation> cut(KnowledgeFigures figures) {
            int categories = OfCategory.of(figures.articles()).size();
            List<Truncation> cut =
                    Stream.of(
                                    cut("top_articles", figures.top()),
                                    cut("content_gaps", figures.searches().gaps()),
                                    cut("maintenance", figures.maintenance()),
                                    new Truncation(
                                            "by_category",
                                            Math.min(categories, MOST_CATEGORIES),
                                            categories))
                            .filter(each -> each.shownCount() < each.totalCount())
                            .toList();
            return cut.isEmpty() ? null : cut;
        }

        private static Truncation cut(String list, KnowledgeFigures.Some<?> some) {
            return new Truncation(list, some.items().size(), some.totalCount());
        }
    }

    /** An article with the number of its views. */
    public record TopArticle(String articleId, String title, long viewCount) {
        static TopArticle of(KnowledgeFigures.Viewed viewed) {
            return new TopArticle(
                    viewed.articleId(), UntrustedText.name(viewed.title()), viewed.viewCount());
        }
    }

    /** An article that needs attention: stale, unhelpful, unused or forgotten_draft. */
    public record Wanting(String articleId, String title, String reason) {
        static Wanting of(KnowledgeFigures.Wanting wanting) {
            return new Wanting(
                    wanting.articleId(), UntrustedText.name(wanting.title()), wanting.reason());
        }
    }

    /** Articles of a status. */
    public record OfStatus(ArticleStatus status, long articleCount) {}

    /**
     * The published articles of a category, the largest count first; an absent category is for articles without one.
     */
    public record OfCategory(@Nullable String category, long publishedCount) {
        static List<OfCategory> of(List<KnowledgeFigures.Counted> articles) {
            return articles.stream()
                    .filter(each -> each.status() == ArticleStatus.PUBLISHED)
                    .map(each -> new OfCategory(each.category(), each.articleCount()))
                    .sorted(Comparator.comparingLong(OfCategory::publishedCount).reversed())
                    .toList();
        }
    }

    /**
     * A query without results, including the last time it was searched for.
     *
     * @param untrusted whether the query is in a customer's words
     */
    public record ContentGap(
            boolean untrusted,
            @Personal(Personal.Kind.TEXT) String queryText,
            long searchCount,
            long clientCount,
            Instant lastSearchedAt) {
        static ContentGap of(KnowledgeFigures.Missed missed) {
            return new ContentGap(
                    true,
                    UntrustedText.of(missed.query(), 200).text(),
                    missed.searchCount(),
                    missed.clientCount(),
                    missed.lastSearchedAt());
        }
    }

    static KnowledgeAnswer created(
            Article article, List<Similar> similar, boolean isDryRun, Instant now) {
        return new KnowledgeAnswer(
                ArticleView.of(article),
                null,
                null,
                null,
                null,
                similar.isEmpty() ? null : similar,
                null,
                isDryRun ? true : null,
                now,
                List.of());
    }

    static KnowledgeAnswer read(Article article, Body body, List<Item> related, Instant now) {
        return new KnowledgeAnswer(
                ArticleView.of(article),
                body,
                null,
                null,
                related,
                null,
                null,
                null,
                now,
                List.of());
    }

    static KnowledgeAnswer listed(Results results, @Nullable String nextCursor, Instant now) {
        return new KnowledgeAnswer(
                null, null, results, null, null, null, nextCursor, null, now, List.of());
    }

    static KnowledgeAnswer figures(KnowledgeFigures figures, Instant now) {
        Analytics analytics = Analytics.of(figures);
        return new KnowledgeAnswer(
                null,
                null,
                null,
                analytics,
                null,
                null,
                null,
                null,
                now,
                analytics.zeroResultRate() != null
                        ? List.of()
                        : List.of(
                                new DataGap(
                                        "zero_result_rate",
                                        "no_searches",
                                        "Nobody has searched in the period.")));
    }
}
