package io.os199.cs.support.knowledge;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A help article with its figures; for a published article, with the text that customers see.
 *
 * @param allowedTiers the tiers whose clients may see it; empty for all
 * @param articleVersion the version of the text that is or was published; 0 if none was
 * @param draftVersion the version of a text that is not published yet
 * @param viewCount the views of all days
 * @param version the version of the row, for callers that change it
 */
public record Article(
        String articleId,
        String title,
        @Nullable String summary,
        String body,
        @Nullable String category,
        @Nullable String subcategory,
        List<String> tags,
        List<String> searchKeywords,
        ArticleAudience audience,
        List<Tier> allowedTiers,
        ArticleStatus status,
        String author,
        int articleVersion,
        @Nullable Integer draftVersion,
        @Nullable Instant publishedAt,
        Instant updatedAt,
        long viewCount,
        long helpfulCount,
        long notHelpfulCount,
        int version) {

    public Article {
        tags = List.copyOf(tags);
        searchKeywords = List.copyOf(searchKeywords);
        allowedTiers = List.copyOf(allowedTiers);
    }

    /**
     * Whether customers who do not see the article now would see it with this audience and these tiers; an absent one
     * stays as it is.
     */
    public boolean isShownToMore(
            @Nullable ArticleAudience otherAudience, @Nullable List<Tier> otherTiers) {
        ArticleAudience whose = otherAudience == null ? audience : otherAudience;
        List<Tier> tiers = otherTiers == null ? allowedTiers : otherTiers;
        return whose == ArticleAudience.CUSTOMER
                && (audience == ArticleAudience.INTERNAL
                        || (!allowedTiers.isEmpty()
                                && (tiers.isEmpty() || !allowedTiers.containsAll(tiers))));
    }
}
