package io.os199.cs.support.knowledge;

import static java.util.Objects.requireNonNullElse;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.knowledge.ArticleDao.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** The columns of an article that are written. */
public record ArticleRow(
        String articleId,
        String title,
        @Nullable String summary,
        String body,
        @Nullable String category,
        @Nullable String subcategory,
        List<String> tags,
        List<String> searchKeywords,
        ArticleAudience audience,
        List<String> allowedTiers,
        ArticleStatus status,
        int articleVersion,
        @Nullable Integer draftVersion,
        @Nullable Instant publishedAt) {

    static ArticleRow of(Article article) {
        return new ArticleRow(
                article.articleId(),
                article.title(),
                article.summary(),
                article.body(),
                article.category(),
                article.subcategory(),
                article.tags(),
                article.searchKeywords(),
                article.audience(),
                words(article.allowedTiers()),
                article.status(),
                article.articleVersion(),
                article.draftVersion(),
                article.publishedAt());
    }

    /** Returns the row with another text. */
    ArticleRow reading(Version text) {
        return new ArticleRow(
                articleId,
                text.title(),
                text.summary(),
                text.body(),
                category,
                subcategory,
                tags,
                searchKeywords,
                audience,
                allowedTiers,
                status,
                articleVersion,
                draftVersion,
                publishedAt);
    }

    /** Returns the row with the fields other than its text. */
    ArticleRow filed(ArticleFields fields) {
        return new ArticleRow(
                articleId,
                title,
                summary,
                body,
                fields.category() == null ? category : fields.category(),
                fields.subcategory() == null ? subcategory : fields.subcategory(),
                requireNonNullElse(fields.tags(), tags),
                requireNonNullElse(fields.searchKeywords(), searchKeywords),
                requireNonNullElse(fields.audience(), audience),
                fields.allowedTiers() == null ? allowedTiers : words(fields.allowedTiers()),
                status,
                articleVersion,
                draftVersion,
                publishedAt);
    }

    /** Returns the row with another status and another draft. */
    ArticleRow as(ArticleStatus other, @Nullable Integer otherDraft) {
        return new ArticleRow(
                articleId,
                title,
                summary,
                body,
                category,
                subcategory,
                tags,
                searchKeywords,
                audience,
                allowedTiers,
                other,
                articleVersion,
                otherDraft,
                publishedAt);
    }

    /** Returns the row as customers see it, published with the text of a version. */
    ArticleRow live(int version, Instant now) {
        return new ArticleRow(
                articleId,
                title,
                summary,
                body,
                category,
                subcategory,
                tags,
                searchKeywords,
                audience,
                allowedTiers,
                ArticleStatus.PUBLISHED,
                version,
                null,
                now);
    }

    private static List<String> words(List<Tier> tiers) {
        return tiers.stream().map(WireName::of).toList();
    }
}
