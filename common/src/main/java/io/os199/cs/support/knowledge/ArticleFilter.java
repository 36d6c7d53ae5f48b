package io.os199.cs.support.knowledge;

import org.jspecify.annotations.Nullable;

/**
 * The filter for articles.
 *
 * @param audience the only audience to include; absent for all
 * @param clientId a client whose tier must be allowed to see them, as for customers
 */
public record ArticleFilter(
        ArticleStatus status,
        @Nullable String category,
        @Nullable String subcategory,
        @Nullable ArticleAudience audience,
        @Nullable String clientId) {
    /** Returns a filter for what customers, or one client, may read. */
    public static ArticleFilter forCustomers(
            @Nullable String category, @Nullable String subcategory, @Nullable String clientId) {
        return new ArticleFilter(
                ArticleStatus.PUBLISHED, category, subcategory, ArticleAudience.CUSTOMER, clientId);
    }
}
