package io.os199.cs.support.knowledge;

/** How far an article is. */
public enum ArticleStatus {
    DRAFT,
    PUBLISHED,
    ARCHIVED
}
