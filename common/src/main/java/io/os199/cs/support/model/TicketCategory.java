package io.os199.cs.support.model;

/** The subject of a ticket. */
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
