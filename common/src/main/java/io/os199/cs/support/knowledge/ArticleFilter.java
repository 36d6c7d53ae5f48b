package io.os199.cs.support.knowledge;

import org.jspecify.annotations.Nullable;

/**
 * Which articles count.
 *
 * @param audience of these alone; absent: of all
 * @param clientId whose tier has to be allowed to see them, as customers do
 */
public record ArticleFilter(
        ArticleStatus status,
        @Nullable String category,
        @Nullable String subcategory,
        @Nullable Audience audience,
        @Nullable String clientId) {
    /** What customers may read, or one of them. */
    public static ArticleFilter forCustomers(
            @Nullable String category, @Nullable String subcategory, @Nullable String clientId) {
        return new ArticleFilter(
                ArticleStatus.PUBLISHED, category, subcategory, Audience.CUSTOMER, clientId);
    }
}
