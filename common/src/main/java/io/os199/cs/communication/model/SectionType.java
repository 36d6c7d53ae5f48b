package io.os199.cs.communication.model;

/** The topic of a section of a newsletter. */
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
