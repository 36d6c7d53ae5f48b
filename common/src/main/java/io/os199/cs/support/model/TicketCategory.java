package io.os199.cs.support.model;

/** What a ticket is about. */
public enum TicketCategory {
    TECHNICAL_ISSUE,
    PERFORMANCE,
    BUG_REPORT,
    FEATURE_REQUEST,
    HOW_TO_QUESTION,
    ACCOUNT_BILLING,
    INTEGRATION_SUPPORT,
    TRAINING_REQUEST,
    DATA_ISSUE,
    OTHER
}
