package io.os199.cs.support.knowledge;

/** The status of an article. */
public enum ArticleStatus {
    DRAFT,
    PUBLISHED,
    ARCHIVED
}
