package io.os199.cs.support.knowledge;

import org.jspecify.annotations.Nullable;

/**
 * Which articles count.
 *
 * @param clientId whose tier has to be allowed to see them, as customers do
 */
public record ArticleFilter(
        ArticleStatus status,
        @Nullable String category,
        @Nullable String subcategory,
        @Nullable String clientId) {}
