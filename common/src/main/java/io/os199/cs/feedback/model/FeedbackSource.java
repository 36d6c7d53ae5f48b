package io.os199.cs.feedback.model;

/** Where feedback reached us. */
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
