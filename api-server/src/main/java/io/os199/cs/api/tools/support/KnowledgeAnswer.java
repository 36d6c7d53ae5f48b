package io.os199.cs.api.tools.support;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.knowledge.Article;
import io.os199.cs.support.knowledge.ArticleStatus;
import io.os199.cs.support.knowledge.Knowledge.Found;
import io.os199.cs.support.knowledge.Knowledge.Parts;
import io.os199.cs.support.knowledge.KnowledgeFigures;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An article, articles, or what was read and missed.
 *
 * @param relatedArticles that resemble the one
 * @param similarArticles published ones with nearly the title of the new one
 * @param isDryRun whether this only says what would come of it
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

    /** Fifteen thousand characters of a body; {@code nextOffset} where there are more. */
    public record Body(
            @Nullable String bodyText,
            @Nullable Boolean truncated,
            @Nullable Integer nextOffset,
            @Nullable String draftBodyText) {}

    /**
     * Articles of a list or search.
     *
     * @param resultCount with all words of the query
     * @param didYouMean the word of a title that is nearest, where no article has all words
     */
    public record Results(
            @Nullable List<Item> items,
            @Nullable Long totalCount,
            @Nullable Long resultCount,
            @Nullable String didYouMean) {}

    /** Whether all words are in it. */
    public enum Match {
        EXACT,
        PARTIAL
    }

    /**
     * An article of a list; of a search with its score.
     *
     * @param relevanceRate the score: the sum that the page gives, with four decimals
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
                    found.score().setScale(4, RoundingMode.HALF_UP),
                    ScoreParts.of(found.parts()),
                    match,
                    found.snippet().isBlank()
                            ? null
                            : UntrustedText.of(found.snippet(), 500).text());
        }
    }

    /** What a score is made of, each from 0 to 1. */
    public record ScoreParts(
            BigDecimal rank, BigDecimal similarity, BigDecimal helpful, BigDecimal recency) {
        static ScoreParts of(Parts parts) {
            return new ScoreParts(
                    rate(parts.rank()),
                    rate(parts.similarity()),
                    rate(parts.helpful()),
                    rate(parts.recency()));
        }
    }

    /** An article that is nearly the same. */
    public record Similar(String articleId, String title) {}

    /** What there is, was read and missed in a period; {@code periodEnd} is exclusive. */
    public record Analytics(
            @Nullable LocalDate periodStart,
            @Nullable LocalDate periodEnd,
            @Nullable List<OfStatus> articleCount,
            @Nullable Long viewCount,
            @Nullable Long searchCount,
            @Nullable BigDecimal zeroResultRate,
            @Nullable List<KnowledgeFigures.Viewed> topArticles,
            @Nullable List<ContentGap> contentGaps,
            @Nullable List<KnowledgeFigures.Wanting> maintenance,
            @Nullable List<OfCategory> byCategory) {
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
                    figures.searchCount(),
                    figures.searchCount() == 0
                            ? null
                            : rate((double) figures.zeroResultCount() / figures.searchCount()),
                    figures.top(),
                    figures.gaps().stream().map(ContentGap::of).toList(),
                    figures.maintenance(),
                    OfCategory.of(figures.articles()));
        }
    }

    /** Articles of a status. */
    public record OfStatus(ArticleStatus status, long articleCount) {}

    /** Published articles of a category; of none where it is absent. */
    public record OfCategory(@Nullable String category, long publishedCount) {
        static List<OfCategory> of(List<KnowledgeFigures.Counted> articles) {
            return articles.stream()
                    .filter(each -> each.status() == ArticleStatus.PUBLISHED)
                    .map(each -> new OfCategory(each.category(), each.articleCount()))
                    .toList();
        }
    }

    /**
     * What was searched for in vain, the last time too.
     *
     * @param untrusted that the query is a customer's words
     */
    public record ContentGap(
            boolean untrusted,
            String queryText,
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

    private static BigDecimal rate(double value) {
        return BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP);
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

    static KnowledgeAnswer figures(Analytics analytics, Instant now) {
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
