package io.os199.cs.support.model;

/** Why an escalation came about, as found when it was resolved. */
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
