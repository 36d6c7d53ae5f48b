package io.os199.cs.support.knowledge;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A help article with its figures; of a published one the text that customers see.
 *
 * @param allowedTiers whose clients may see it; empty: all
 * @param articleVersion of the text that is or was published; 0 where none was
 * @param draftVersion of a text that is not published yet
 * @param viewCount of all days
 * @param version of the row, for whoever changes it
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
        Audience audience,
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

    /** Whether customers would see it who do not, once it has these instead; absent ones stay. */
    public boolean isShownToMore(
            @Nullable Audience otherAudience, @Nullable List<Tier> otherTiers) {
        Audience whose = otherAudience == null ? audience : otherAudience;
        List<Tier> tiers = otherTiers == null ? allowedTiers : otherTiers;
        return whose == Audience.CUSTOMER
                && (audience == Audience.INTERNAL
                        || (!allowedTiers.isEmpty()
                                && (tiers.isEmpty() || !allowedTiers.containsAll(tiers))));
    }
}
