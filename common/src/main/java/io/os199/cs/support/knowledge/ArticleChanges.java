package io.os199.cs.support.knowledge;

import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.knowledge.ArticleDao.Version;
import io.os199.cs.support.knowledge.Articles.Change;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The fields that a change has altered. */
final class ArticleChanges {
    private final List<Change> changes = new ArrayList<>();

    ArticleChanges of(String field, @Nullable String before, @Nullable String after) {
        if (!Objects.equals(before, after)) {
            changes.add(new Change(field, before, after));
        }
        return this;
    }

    ArticleChanges ofText(Version before, Version after) {
        return of("title", before.title(), after.title())
                .of("summary", before.summary(), after.summary())
                .of("content", before.body(), after.body());
    }

    ArticleChanges ofFiling(ArticleRow before, ArticleRow after) {
        return of("category", before.category(), after.category())
                .of("subcategory", before.subcategory(), after.subcategory())
                .of("tags", listed(before.tags()), listed(after.tags()))
                .of(
                        "search_keywords",
                        listed(before.searchKeywords()),
                        listed(after.searchKeywords()))
                .of("audience", WireName.of(before.audience()), WireName.of(after.audience()))
                .of("allowed_tiers", listed(before.allowedTiers()), listed(after.allowedTiers()));
    }

    private static String listed(List<String> words) {
        return String.join(", ", words);
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    List<Change> all() {
        return List.copyOf(changes);
    }
}
