package io.os199.cs.support.portal;

/** The kind of a resource of a portal. */
public enum ResourceType {
    DOCUMENTATION,
    DOWNLOADS,
    TRAINING,
    API_DOCS
}
