package io.os199.cs.feedback.model;

/** What product is asked to do. */
public enum InsightType {
    FEATURE_REQUEST,
    BUG_REPORT,
    USABILITY_FEEDBACK,
    PERFORMANCE_FEEDBACK,
    INTEGRATION_REQUEST,
    GENERAL_PRODUCT
}
