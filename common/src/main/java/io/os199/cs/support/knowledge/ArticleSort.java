package io.os199.cs.support.knowledge;

import io.os199.cs.platform.json.WireName;

/** The order of a list of articles. */
public enum ArticleSort {
    RELEVANCE,
    TITLE,
    UPDATED,
    VIEWS;

    String word() {
        return WireName.of(this);
    }
}
