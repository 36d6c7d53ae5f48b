package io.os199.cs.retention.risk;

/** The six sides from which the conditions of a client are looked at. */
public enum RiskFactor {
    USAGE_DECLINE,
    ENGAGEMENT_LOW,
    SUPPORT_VOLUME,
    PAYMENT_HEALTH,
    SATISFACTION,
    CONTRACT_HEALTH
}
