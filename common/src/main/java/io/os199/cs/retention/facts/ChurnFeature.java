package io.os199.cs.retention.facts;

/**
 * The inputs of the churn model, the feature set {@value #SET}; {@code RetentionFactsDao/columns.sql} defines each.
 * The order is that of the statement's columns and of a model's weights.
 */
public enum ChurnFeature {
    USAGE_SCORE,
    ENGAGEMENT_SCORE,
    SUPPORT_SCORE,
    SATISFACTION_SCORE,
    USAGE_TREND_LOG,
    SEAT_UTILIZATION_RATE,
    TENURE_LOG,
    RENEWAL_IN_HORIZON,
    AUTO_RENEW,
    URGENT_TICKETS_LOG,
    AGED_TICKETS_LOG,
    ESCALATION_LOAD_LOG,
    PAYMENT_STATE,
    CHAMPION_LEFT,
    CONTRACTION_12M;

    public static final String SET = "features-1";
}
