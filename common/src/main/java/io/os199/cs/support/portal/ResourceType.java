package io.os199.cs.support.portal;

/** What a resource of a portal is. */
public enum ResourceType {
    DOCUMENTATION,
    DOWNLOADS,
    TRAINING,
    API_DOCS
}
