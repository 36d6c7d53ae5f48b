package io.os199.cs.core.model;

/** Where a client stands on its way with us. */
public enum LifecycleStage {
    ONBOARDING,
    ADOPTION,
    ACTIVE,
    EXPANSION,
    RENEWAL,
    AT_RISK,
    CHURNED
}
