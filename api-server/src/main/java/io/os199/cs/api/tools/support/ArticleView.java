package io.os199.cs.api.tools.support;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.knowledge.Article;
import io.os199.cs.support.knowledge.ArticleAudience;
import io.os199.cs.support.knowledge.ArticleStatus;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * An article as shown in answers, without its body.
 *
 * @param allowedTiers absent for all
 * @param articleVersion the version of the text that is or was last published; 0 where none was
 * @param liveVersion the version of the text that customers see; absent where there is none
 * @param draftVersion the version of a text that is not published yet
 * @param helpfulRate absent without votes
 */
record ArticleView(
        String articleId,
        String title,
        @Nullable String summary,
        @Nullable String category,
        @Nullable String subcategory,
        List<String> tags,
        ArticleStatus status,
        ArticleAudience audience,
        @Nullable List<Tier> allowedTiers,
        String author,
        int articleVersion,
        @Nullable Integer liveVersion,
        @Nullable Integer draftVersion,
        Instant updatedAt,
        @Nullable Instant publishedAt,
        long viewCount,
        long helpfulCount,
        long notHelpfulCount,
        @Nullable BigDecimal helpfulRate,
        int version) {
    private static final int LONGEST_SUMMARY = 500;

    static ArticleView of(Article article) {
        long votes = article.helpfulCount() + article.notHelpfulCount();
        String summary = article.summary();
        return new ArticleView(
                article.articleId(),
                UntrustedText.name(article.title()),
                summary == null ? null : UntrustedText.of(summary, LONGEST_SUMMARY).text(),
                plain(article.category()),
                plain(article.subcategory()),
                article.tags().stream().map(UntrustedText::tag).toList(),
                article.status(),
                article.audience(),
                article.allowedTiers().isEmpty() ? null : article.allowedTiers(),
                article.author(),
                article.articleVersion(),
                article.status() == ArticleStatus.PUBLISHED ? article.articleVersion() : null,
                article.draftVersion(),
                article.updatedAt(),
                article.publishedAt(),
                article.viewCount(),
                article.helpfulCount(),
                article.notHelpfulCount(),
                votes == 0 ? null : Rounded.rate((double) article.helpfulCount() / votes),
                article.version());
    }

    private static @Nullable String plain(@Nullable String name) {
        return name == null ? null : UntrustedText.name(name);
    }
}
