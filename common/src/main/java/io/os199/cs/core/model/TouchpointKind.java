package io.os199.cs.core.model;

/** How people of ours and of the client were in contact. */
public enum TouchpointKind {
    EMAIL,
    CALL,
    MEETING,
    CHAT,
    TRAINING,
    REVIEW
}
