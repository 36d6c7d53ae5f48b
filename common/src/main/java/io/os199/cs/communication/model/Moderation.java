package io.os199.cs.communication.model;

/** What a moderator does with a post. */
public enum Moderation {
    FLAG(PostStatus.VISIBLE, PostStatus.FLAGGED),
    APPROVE(PostStatus.FLAGGED, PostStatus.VISIBLE),
    REMOVE(PostStatus.FLAGGED, PostStatus.REMOVED),
    RESTORE(PostStatus.REMOVED, PostStatus.VISIBLE);

    private final PostStatus from;
    private final PostStatus to;

    Moderation(PostStatus from, PostStatus to) {
        this.from = from;
        this.to = to;
    }

    /** What a post has to be. */
    public PostStatus from() {
        return from;
    }

    /** What it is then. */
    public PostStatus to() {
        return to;
    }

    /** Whether somebody has to say why. */
    public boolean needsReason() {
        return this == FLAG || this == REMOVE;
    }
}
