package io.os199.cs.communication.model;

/** An action of a moderator on a post. */
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

    /** Returns the status that a post must have. */
    public PostStatus from() {
        return from;
    }

    /** Returns the status that the post then has. */
    public PostStatus to() {
        return to;
    }

    /** Whether a reason must be given. */
    public boolean needsReason() {
        return this == FLAG || this == REMOVE;
    }
}
