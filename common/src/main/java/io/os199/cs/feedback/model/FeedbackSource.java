package io.os199.cs.feedback.model;

/** The channel by which feedback reached us. */
public enum FeedbackSource {
    SURVEY,
    IN_APP,
    EMAIL,
    CALL,
    MEETING,
    TICKET,
    SOCIAL_MEDIA,
    REVIEW_SITE,
    COMMUNITY,
    OTHER
}
