package io.os199.cs.support.knowledge;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What is said of an article; what is absent stays as it is, or as is usual. */
public record ArticleFields(
        @Nullable String title,
        @Nullable String summary,
        @Nullable String content,
        @Nullable String category,
        @Nullable String subcategory,
        @Nullable List<String> tags,
        @Nullable List<String> searchKeywords,
        @Nullable Audience audience,
        @Nullable List<Tier> allowedTiers) {

    /** Whether it has words that a version keeps: title, summary or body. */
    boolean changesText() {
        return title != null || summary != null || content != null;
    }

    /** Whether nothing is said. */
    public boolean isEmpty() {
        return !changesText()
                && category == null
                && subcategory == null
                && tags == null
                && searchKeywords == null
                && audience == null
                && allowedTiers == null;
    }
}
