package io.os199.cs.communication.model;

/** What a post in a community is. */
public enum PostKind {
    POST,
    QUESTION,
    COMMENT,
    ANSWER;

    /** Whether it is said to another post. */
    public boolean isReply() {
        return this == COMMENT || this == ANSWER;
    }
}
