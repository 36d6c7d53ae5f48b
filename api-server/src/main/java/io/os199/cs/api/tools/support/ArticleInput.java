package io.os199.cs.api.tools.support;

import io.os199.cs.api.tool.Actions;
import io.os199.cs.api.tool.Default;
import io.os199.cs.core.model.Tier;
import io.os199.cs.support.knowledge.ArticleAudience;
import io.os199.cs.support.knowledge.ArticleFields;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The parameters of {@code update_knowledge_base}. */
public record ArticleInput(
        @Size(min = 1, max = 60) String articleId,
        @Default("update") Action action,
        @Nullable
                @Actions(
                        value = {"update", "publish", "archive", "restore"},
                        requiredBy = {"update", "publish", "archive", "restore"})
                @Min(1)
                Integer version,
        @Nullable @Actions("update") @Size(min = 1, max = 200) String title,
        @Nullable @Actions("update") @Size(max = 500) String summary,
        @Nullable @Actions("update") @Size(min = 1, max = 100_000) String content,
        @Nullable @Actions("update") @Size(min = 1, max = 100) String category,
        @Nullable @Actions("update") @Size(min = 1, max = 100) String subcategory,
        @Nullable @Actions("update") @Size(max = 20) List<@Size(min = 1, max = 50) String> tags,
        @Nullable @Actions("update") @Size(max = 20)
                List<@Size(min = 1, max = 50) String> searchKeywords,
        @Nullable @Actions("update") ArticleAudience audience,
        @Nullable @Actions("update") @Size(max = 4) List<Tier> allowedTiers,
        @Nullable @Actions({"update", "publish"}) @Size(min = 1, max = 300) String changeNote,
        @Nullable @Actions(value = "vote", requiredBy = "vote") Boolean helpfulVote,
        @Nullable @Actions("vote") @Size(min = 1, max = 200) String voter,
        @Nullable @Actions("restore") @Min(1) Integer toVersion,
        @Default(value = "false", listed = false) boolean dryRun,
        @Nullable @Actions({"update", "publish", "archive", "restore"}) @Size(max = 400)
                String confirmationToken,
        @Nullable @Size(min = 1, max = 100) String idempotencyKey) {

    /** The action to perform. */
    public enum Action {
        UPDATE,
        PUBLISH,
        ARCHIVE,
        VOTE,
        RESTORE
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
