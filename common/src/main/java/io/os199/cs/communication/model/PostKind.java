package io.os199.cs.communication.model;

/** The kind of a post in a community. */
public enum PostKind {
    POST,
    QUESTION,
    COMMENT,
    ANSWER;

    /** Whether it replies to another post. */
    public boolean isReply() {
        return this == COMMENT || this == ANSWER;
    }
}
