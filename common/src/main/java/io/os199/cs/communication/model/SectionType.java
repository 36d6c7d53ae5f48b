package io.os199.cs.communication.model;

/** What a section of a newsletter is about. */
public enum SectionType {
    ANNOUNCEMENT,
    FEATURE_HIGHLIGHT,
    TIP,
    SUCCESS_STORY,
    EVENT,
    BLOG_POST,
    RESOURCE,
    UPDATE,
    CUSTOM
}
