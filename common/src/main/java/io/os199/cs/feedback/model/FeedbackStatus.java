package io.os199.cs.feedback.model;

/** How far we are with a piece of feedback. */
public enum FeedbackStatus {
    NEW,
    TRIAGED,
    PLANNED,
    IN_PROGRESS,
    SHIPPED,
    DECLINED,
    CLOSED
}
