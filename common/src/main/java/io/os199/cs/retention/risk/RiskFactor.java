package io.os199.cs.retention.risk;

/** The six sides of a client's conditions. */
public enum RiskFactor {
    USAGE_DECLINE,
    ENGAGEMENT_LOW,
    SUPPORT_VOLUME,
    PAYMENT_HEALTH,
    SATISFACTION,
    CONTRACT_HEALTH
}
