package io.os199.cs.feedback.model;

/** What feedback is about. */
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
