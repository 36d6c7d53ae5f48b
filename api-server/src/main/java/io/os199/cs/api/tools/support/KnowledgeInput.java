package io.os199.cs.api.tools.support;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.support.knowledge.ArticleAudience;
import io.os199.cs.support.knowledge.ArticleFields;
import io.os199.cs.support.knowledge.ArticleSort;
import io.os199.cs.support.knowledge.ArticleStatus;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The parameters of {@code manage_knowledge_base}. */
public record KnowledgeInput(
        @Default(value = "search", listed = false) Action action,
        @Nullable @Actions(value = "get", requiredBy = "get") @Size(min = 1, max = 60)
                String articleId,
        @Nullable @Actions(value = "create", requiredBy = "create") @Size(min = 1, max = 200)
                String title,
        @Nullable @Actions("create") @Size(max = 500) String summary,
        @Nullable @Actions(value = "create", requiredBy = "create") @Size(min = 1, max = 100_000)
                String content,
        @Nullable @Actions({"create", "list", "recommend", "analytics"}) @Size(min = 1, max = 100)
                String category,
        @Nullable @Actions({"create", "list", "recommend"}) @Size(min = 1, max = 100)
                String subcategory,
        @Nullable @Actions(value = "create", requiredBy = "create") @Size(min = 1, max = 20)
                List<@Size(min = 1, max = 50) String> tags,
        @Nullable @Actions("create") @Size(max = 20)
                List<@Size(min = 1, max = 50) String> searchKeywords,
        @Nullable @Actions("create") ArticleAudience audience,
        @Nullable @Actions("create") @Size(max = 4) List<Tier> allowedTiers,
        @Nullable @Actions(value = "search", requiredBy = "search") @Size(min = 1, max = 200)
                String searchQuery,
        @Nullable @Actions("search") @Size(min = 1, max = 100) String searchCategory,
        @Nullable @Actions("recommend") @Size(min = 1, max = 200) String ticketId,
        @Nullable @Actions({"search", "list", "recommend"}) @Size(min = 1, max = 200)
                String clientId,
        @Default(value = "published", listed = false) @Actions({"list", "search"})
                ArticleStatus status,
        @Default(value = "0", listed = false) @Actions("get") @Min(0) int offset,
        @Default(value = "30", listed = false) @Actions("analytics") @Min(7) @Max(365)
                int periodDays,
        @Nullable @Actions("list") ArticleSort sort,
        @Default(value = "20", listed = false) @Actions({"search", "list"}) @Min(1) @Max(200)
                int limit,
        @Nullable @Actions({"search", "list"}) @Size(max = Cursors.LONGEST) String cursor,
        @Default(value = "false", listed = false) @Actions("create") boolean dryRun,
        @Nullable @Actions("create") @Size(min = 1, max = 100) String idempotencyKey) {

    /** The action to perform. */
    public enum Action {
        SEARCH,
        CREATE,
        GET,
        LIST,
        RECOMMEND,
        ANALYTICS
    }

    ArticleFields fields() {
        return ArticleText.fields(
                title,
                summary,
                content,
                category,
                subcategory,
                tags,
                searchKeywords,
                audience,
                allowedTiers);
    }
}
