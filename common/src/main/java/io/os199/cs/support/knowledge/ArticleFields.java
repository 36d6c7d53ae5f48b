package io.os199.cs.support.knowledge;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The fields of an article to set; an absent field stays as it is or gets its default. */
public record ArticleFields(
        @Nullable String title,
        @Nullable String summary,
        @Nullable String content,
        @Nullable String category,
        @Nullable String subcategory,
        @Nullable List<String> tags,
        @Nullable List<String> searchKeywords,
        @Nullable ArticleAudience audience,
        @Nullable List<Tier> allowedTiers) {

    /** Whether any field is set that a version stores: title, summary or body. */
    boolean changesText() {
        return title != null || summary != null || content != null;
    }

    /** Whether no field is set. */
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
