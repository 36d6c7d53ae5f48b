package io.os199.cs.support.knowledge;

/** Who may see an article. */
public enum ArticleAudience {
    CUSTOMER,
    INTERNAL
}
