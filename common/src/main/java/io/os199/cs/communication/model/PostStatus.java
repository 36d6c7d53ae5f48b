package io.os199.cs.communication.model;

/** Whether a post is shown in its community. */
public enum PostStatus {
    VISIBLE,
    FLAGGED,
    REMOVED
}
