package io.os199.cs.core.model;

/** How our people and the client's were in contact. */
public enum TouchpointKind {
    EMAIL,
    CALL,
    MEETING,
    CHAT,
    TRAINING,
    REVIEW
}
