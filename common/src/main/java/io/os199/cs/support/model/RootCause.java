package io.os199.cs.support.model;

/** The cause of an escalation, as found when it was resolved. */
public enum RootCause {
    PRODUCT_DEFECT,
    SERVICE_OUTAGE,
    SUPPORT_QUALITY,
    ONBOARDING,
    BILLING,
    DATA_LOSS,
    SECURITY,
    EXPECTATION,
    OTHER
}
