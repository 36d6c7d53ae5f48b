package io.os199.cs.feedback.model;

/** The subject of a piece of feedback. */
public enum FeedbackCategory {
    PRODUCT,
    SERVICE,
    SUPPORT,
    BILLING,
    DOCUMENTATION,
    ONBOARDING,
    PERFORMANCE,
    INTEGRATION,
    SECURITY,
    OTHER
}
